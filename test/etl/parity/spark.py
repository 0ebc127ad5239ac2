"""Runs etl/sql_job.py, whole and unchanged, on a local Spark: `spark.py PLAN RESULT`.

The plan is a list of runs, each with files to put in place and the arguments of the job. The result says where the partitions
lie after the last run, and how long each run took.
"""

import importlib.util
import json
import os
import shutil
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "stand-ins"))

import boto3  # noqa: E402
from pyspark.sql import SparkSession  # noqa: E402


def load(path):
    spec = importlib.util.spec_from_file_location("sql_job", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def main(plan_file, result_file):
    with open(plan_file, encoding="utf-8") as file:
        plan = json.load(file)
    builder = SparkSession.builder.master("local[2]").appName("etl-parity")
    for name, value in plan["settings"].items():
        builder = builder.config(name, value)
    spark = builder.getOrCreate()
    spark.sparkContext.setLogLevel("ERROR")
    job = load(plan["script"])
    took = []
    for run in plan["runs"]:
        for source, target in run["files"]:
            os.makedirs(os.path.dirname(target), exist_ok=True)
            shutil.copy(source, target)
        sys.argv = ["sql_job.py", *[text for pair in run["arguments"].items() for text in pair]]
        began = time.monotonic()
        job.main()
        took.append(time.monotonic() - began)
        spark.catalog.clearCache()
    partitions = [[*name, date, place] for name, dates in boto3.PARTITIONS.items() for date, place in dates.items()]
    with open(result_file, "w", encoding="utf-8") as file:
        json.dump({"spark": spark.version, "partitions": partitions, "metrics": boto3.METRICS, "seconds": took}, file)
    spark.stop()


main(*sys.argv[1:])
