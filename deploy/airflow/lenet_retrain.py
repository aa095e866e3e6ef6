"""One night of LeNet-5 retraining, by Airflow's Apache Spark provider.

The logical date is the night's: a backfill plays a date that was missed, and a cleared task tells again what was
decided. Overlap is forbidden twice: by max_active_runs here, and by the lease of the model (exit code 75).
"""

import re
from datetime import timedelta

import pendulum
from airflow import DAG
from airflow.exceptions import AirflowFailException, AirflowSkipException
from airflow.providers.apache.spark.operators.spark_submit import SparkSubmitOperator

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
    """The last number but 0 that SparkSubmitHook tells: of spark-submit, or of Kubernetes; None if there is none."""
    codes = [int(code) for code in re.findall(r"(?:Error|exit) code is: (\d+)", message)]
    return next((code for code in reversed(codes) if code), None)


with DAG(
    dag_id="lenet_retrain",
    schedule="30 2 * * *",
    start_date=pendulum.datetime(2026, 11, 1, tz="UTC"),
    catchup=False,
    max_active_runs=1,
    default_args={"retries": 3, "retry_delay": timedelta(minutes=5)},
) as dag:
    RetrainOperator(
        task_id="retrain",
        conn_id="spark_default",
        application=HOME + "/target/lenet-spark.jar",
        java_class="job.Main",
        # As scripts/submit.sh has it for a driver on this machine.
        env_vars={"OMP_NUM_THREADS": "1", "LC_ALL": "C.UTF-8"},
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
