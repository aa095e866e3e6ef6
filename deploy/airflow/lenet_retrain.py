"""One night of LeNet-5 retraining, by Airflow's Apache Spark provider.

The logical date is the night's, the day on which it starts: a backfill plays a date that was missed, and a cleared task
tells again what was decided (of a night that trained nothing: looks at the data again). Overlap is forbidden twice: by
max_active_runs here, and by the lease of the model (exit code 75). On Kubernetes it needs version 5.0.1 of the provider.
"""

import re
from datetime import timedelta

import pendulum
from airflow import DAG
from airflow.exceptions import AirflowFailException, AirflowSkipException
from airflow.providers.apache.spark.operators.spark_submit import SparkSubmitOperator
from airflow.timetables.trigger import CronTriggerTimetable

HOME = "/opt/lenet-spark"
MODELS = "hdfs:///lenet/models"

KEPT_BACK = 10
DATA_REFUSED = 20
BUSY = 75
WRONG_USAGE = 2


class RetrainOperator(SparkSubmitOperator):
    """Maps the exit codes of docs/scheduling.md to what Airflow does then: by default it tries everything again."""

    def execute(self, context):
        try:
            super().execute(context)
        except Exception as failure:
            code = exit_code(str(failure))
            if code == KEPT_BACK:
                raise AirflowSkipException("kept back: the champion stays") from failure
            if code in (DATA_REFUSED, WRONG_USAGE):
                raise AirflowFailException("not to be tried again: %s" % failure) from failure
            raise  # 1, 75, 143, killed: tried again


def exit_code(message):
    """That of spark-submit or, where that is 0, of the pod, as SparkSubmitHook tells it; None if it tells none."""
    told = re.search(r"Error code is: (-?\d+)\.(?: Kubernetes spark exit code is: (\d+))?", message)
    return (int(told[1]) or int(told[2] or 0) or None) if told else None


with DAG(
    dag_id="lenet_retrain",
    # A bare cron line would have Airflow 2 call the night by the day before, and Airflow 3 by the day itself.
    schedule=CronTriggerTimetable("30 2 * * *", timezone="UTC"),
    start_date=pendulum.datetime(2026, 11, 1, tz="UTC"),
    catchup=False,
    max_active_runs=1,
    default_args={"retries": 3, "retry_delay": timedelta(minutes=5)},
) as dag:
    RetrainOperator(
        task_id="retrain",
        conn_id="spark_default",  # if it is missing, Airflow takes YARN
        name="lenet-spark",
        deploy_mode="client",  # with cluster the exit code would be spark-submit's own
        spark_binary="/opt/spark/bin/spark-submit",  # of Spark 3.5, on Java 17; by default whichever is on the PATH
        application=HOME + "/target/lenet-spark.jar",
        java_class="job.Main",
        # As scripts/submit.sh has it for a driver on this machine.
        env_vars={"OMP_NUM_THREADS": "1", "LC_ALL": "C.UTF-8"},
        # In place of the cluster's own spark-defaults.conf: what is needed of that, give by conf={...}.
        properties_file=HOME + "/conf/spark-defaults.conf",
        application_args=[
            "retrain",
            "--data", "hdfs:///lenet/data",
            "--models", MODELS,
            "--runs", "hdfs:///lenet/runs",
            "--replicas", "8",
            "--date", "{{ ds }}",
        ],
    )
