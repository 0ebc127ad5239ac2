"""Runs one SQL statement over new raw rows and replaces the dates that they touch.

A generic runner for AWS Glue 5 (Spark 3.5, Python 3.11): the statement, its sources and its targets are arguments of the
job, described in README.md. An output that only grows could not take back what an earlier run wrote. So a run

1. reads the rows that its bookmark has not seen, and notes the dates they touch;
2. recomputes each of those dates from what the targets hold for it and the new rows;
3. writes each date to a place of its own, named after the run, and moves the partition of the catalog there, which readers
   see as one change;
4. commits the bookmark, and removes what runs before the last left behind.

A run that fails before step 4 is repeated with the same rows, and comes to the same result.
"""

import csv
import json
import os
import sys
import tempfile
import unicodedata
from urllib.parse import urlparse

import boto3
from awsglue.context import GlueContext
from awsglue.job import Job
from awsglue.utils import getResolvedOptions
from pyspark.context import SparkContext
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F
from pyspark.sql.types import StringType, StructField, StructType, _parse_datatype_string

# Of each date the place in use and the one before stay: a query that began earlier may still read the latter.
RUNS_KEPT = 2


def bucket_and_key(url):
    """The two halves of an s3:// address."""
    parts = urlparse(url)
    return parts.netloc, parts.path.lstrip("/")


def read_text(url):
    bucket, key = bucket_and_key(url)
    return boto3.client("s3").get_object(Bucket=bucket, Key=key)["Body"].read().decode("utf-8")


def with_columns(frame, columns):
    """The declared columns, in their order and types; what no row has is null."""
    present = {name.lower(): name for name in frame.columns}
    wanted = [
        (F.col(f"`{present[name.lower()]}`") if name.lower() in present else F.lit(None)).cast(kind).alias(name)
        for name, kind in columns.items()
    ]
    return frame.select(*wanted)


def empty_frame(spark, columns):
    fields = [StructField(name, _parse_datatype_string(kind)) for name, kind in columns.items()]
    return spark.createDataFrame([], StructType(fields))


def read_source(glue, spark, source):
    """New rows of a source. The name is the bookmark's context: another name would read everything again."""
    frame = glue.create_dynamic_frame.from_options(
        connection_type="s3",
        connection_options={"paths": [source["path"]], "recurse": True},
        format=source["format"],
        transformation_ctx=source["name"],
    )
    # Glue infers types from the rows at hand: a field that is a number here and a text there becomes a choice.
    choices = [(name, f"cast:{kind}") for name, kind in source["columns"].items() if not kind.startswith("array")]
    rows = frame.resolveChoice(specs=choices).toDF()
    return with_columns(rows, source["columns"]) if rows.columns else empty_frame(spark, source["columns"])


def touched_dates(frames, sources):
    """The dates whose posts the new rows speak of, oldest first."""
    dates = set()
    for frame, source in zip(frames, sources):
        column = F.substring(F.col(source["touches"]), 1, 10)
        dates.update(row[0] for row in frame.select(column).distinct().collect() if row[0])
    return sorted(dates)


def partition_of(catalog, target, date):
    try:
        return catalog.get_partition(
            DatabaseName=target["database"], TableName=target["table"], PartitionValues=[date]
        )["Partition"]
    except catalog.exceptions.EntityNotFoundException:
        return None


def read_current(spark, catalog, target, dates):
    """What a target holds for the dates, with the partition's column."""
    columns = {**target["columns"], target["partitionBy"]: "string"}
    result = empty_frame(spark, columns)
    for date in dates:
        partition = partition_of(catalog, target, date)
        if partition is None:
            continue
        location = partition["StorageDescriptor"]["Location"]
        schema = empty_frame(spark, target["columns"]).schema
        rows = spark.read.schema(schema).parquet(location).withColumn(target["partitionBy"], F.lit(date))
        result = result.unionByName(with_columns(rows, columns))
    return result


def csv_text(value):
    """A value as RFC 4180 wants it: nothing for null, lists as JSON, instants in ISO 8601."""
    if value is None:
        return ""
    if isinstance(value, (list, tuple)):
        return json.dumps(list(value), ensure_ascii=False, separators=(",", ":"))
    if isinstance(value, bool):
        return "true" if value else "false"
    if hasattr(value, "isoformat"):
        return value.isoformat(timespec="milliseconds") + "Z"
    return str(value)


def write_csv(frame, target, location):
    """One file with a header. Spark's own writer can neither end lines with CR LF nor name the file."""
    names = list(target["columns"])
    options = target["options"]
    bucket, prefix = bucket_and_key(location)
    with tempfile.NamedTemporaryFile("w", newline="", encoding="utf-8", suffix=".csv", delete=False) as file:
        writer = csv.writer(
            file, delimiter=options["delimiter"], quotechar=options["quote"], lineterminator=options["lineEnd"]
        )
        writer.writerow(names)
        # On the driver and partition by partition: a date without rows must still get its header.
        writer.writerows([csv_text(row[name]) for name in names] for row in frame.select(*names).toLocalIterator())
    boto3.client("s3").upload_file(
        file.name, bucket, f"{prefix}part-00000.csv", ExtraArgs={"ContentType": "text/csv; charset=utf-8"}
    )
    os.unlink(file.name)


def write_date(frame, target, date, run):
    """Writes one date of a target to a place of its own, and says where."""
    location = f"{target['path']}{target['partitionBy']}={date}/run={run}/"
    rows = frame.where(F.expr(target["where"])).where(F.col(target["partitionBy"]) == date)
    rows = with_columns(rows, target["columns"]).orderBy(next(iter(target["columns"])))
    if target["format"] == "csv":
        write_csv(rows, target, location)
    else:
        rows.coalesce(1).write.mode("overwrite").options(**target["options"]).parquet(location)
    return location


def move_partition(catalog, target, date, location):
    """Points the partition at a new place: one call, so that a reader sees all of the old or all of the new."""
    table = catalog.get_table(DatabaseName=target["database"], Name=target["table"])["Table"]
    storage = {**table["StorageDescriptor"], "Location": location}
    wanted = {"Values": [date], "StorageDescriptor": storage}
    if partition_of(catalog, target, date) is None:
        answer = catalog.batch_create_partition(
            DatabaseName=target["database"], TableName=target["table"], PartitionInputList=[wanted]
        )
        if answer.get("Errors"):
            raise RuntimeError(f"The partition {date} of {target['table']} was not created: {answer['Errors']}")
    else:
        catalog.update_partition(
            DatabaseName=target["database"], TableName=target["table"], PartitionValueList=[date], PartitionInput=wanted
        )


def remove_old_runs(target, date, location):
    """Removes the places of a date that no query can still be reading."""
    s3 = boto3.client("s3")
    bucket, prefix = bucket_and_key(f"{target['path']}{target['partitionBy']}={date}/")
    newest = {}
    keys = {}
    for page in s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=prefix):
        for item in page.get("Contents", []):
            run = item["Key"][len(prefix) :].split("/")[0]
            keys.setdefault(run, []).append(item["Key"])
            newest[run] = max(newest.get(run, item["LastModified"]), item["LastModified"])
    in_use = bucket_and_key(location)[1][len(prefix) :].split("/")[0]
    others = sorted((run for run in keys if run != in_use), key=lambda run: (newest[run], run), reverse=True)
    for run in others[RUNS_KEPT - 1 :]:
        for start in range(0, len(keys[run]), 1000):
            batch = [{"Key": key} for key in keys[run][start : start + 1000]]
            s3.delete_objects(Bucket=bucket, Delete={"Objects": batch, "Quiet": True})


def start(spark):
    """The session as every target expects it, and the functions that the SQL may use beside Spark's own."""
    spark.conf.set("spark.sql.session.timeZone", "UTC")
    # Athena reads both, DuckDB only this one.
    spark.conf.set("spark.sql.parquet.outputTimestampType", "TIMESTAMP_MICROS")
    spark.udf.register("nfc", lambda text: None if text is None else unicodedata.normalize("NFC", text), StringType())


def run(spark: SparkSession, glue, catalog, statement, sources, targets, run_id):
    """Everything between the job's begin and its commit. Returns the places written, as (target, date, location)."""
    frames = [read_source(glue, spark, source).cache() for source in sources]
    for frame, source in zip(frames, sources):
        frame.createOrReplaceTempView(source["name"])
    dates = touched_dates(frames, sources)
    if not dates:
        return []
    for target in targets:
        if target.get("current"):
            read_current(spark, catalog, target, dates).createOrReplaceTempView(target["current"])
    result: DataFrame = spark.sql(statement).cache()
    written = []
    for target in targets:
        places = [(date, write_date(result, target, date, run_id)) for date in dates]
        for date, location in places:
            move_partition(catalog, target, date, location)
            written.append((target, date, location))
    return written


def main():
    arguments = getResolvedOptions(sys.argv, ["JOB_NAME", "sql", "sources", "targets"])
    context = SparkContext.getOrCreate()
    glue = GlueContext(context)
    spark = glue.spark_session
    job = Job(glue)
    job.init(arguments["JOB_NAME"], arguments)
    start(spark)
    written = run(
        spark,
        glue,
        boto3.client("glue"),
        read_text(arguments["sql"]),
        json.loads(arguments["sources"]),
        json.loads(arguments["targets"]),
        arguments["JOB_RUN_ID"],
    )
    job.commit()
    for target, date, location in written:
        remove_old_runs(target, date, location)
    print(json.dumps({"partitions": [[target["table"], date, location] for target, date, location in written]}))


if __name__ == "__main__":
    main()
