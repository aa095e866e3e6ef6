package model;

import java.io.Serializable;

/**
 * Is told, where a task of a pass over pictures runs, how far it is. Each task has a copy of its
 * own, which one thread calls; what it throws fails the task.
 */
public interface TaskProgress extends Serializable {
  /** Tells nobody. */
  TaskProgress UNTOLD =
      new TaskProgress() {
        private static final long serialVersionUID = 1L;

        @Override
        public void at(int task, long pictures) {}

        @Override
        public void done(int task, long pictures) {}
      };

  /**
   * The task is further.
   *
   * @param task its partition, from 0
   * @param pictures that are behind it; one that several networks see counts for each
   */
  void at(int task, long pictures);

  /** The last picture is behind it; all else as in {@link #at}, which was told of it. */
  void done(int task, long pictures);
}
