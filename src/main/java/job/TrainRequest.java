package job;

import model.Recipe;

/**
 * All that a training is asked for, checked.
 *
 * @param runs the folder of all runs
 * @param replicas K, at least 1
 * @param epochs at least 1
 * @param validationFraction of the training rows held out, 0 to 0.9
 */
record TrainRequest(
    DataSource data,
    String runs,
    String runId,
    Recipe recipe,
    int replicas,
    int epochs,
    double validationFraction) {}
