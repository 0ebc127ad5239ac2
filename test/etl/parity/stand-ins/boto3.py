"""As much of boto3 as sql_job.py uses: S3 on local files, the Glue catalog in memory, metrics in a list.

Addresses are file:///…: their bucket is empty, and their key is the file's path without the first slash.
"""

import os
import shutil
from datetime import datetime, timezone

#: Partitions by (database, table), each a location by date.
PARTITIONS = {}

#: What was published, newest last.
METRICS = []


class EntityNotFoundException(Exception):
    pass


class Catalog:
    class exceptions:
        EntityNotFoundException = EntityNotFoundException

    def get_partition(self, DatabaseName, TableName, PartitionValues):
        location = PARTITIONS.get((DatabaseName, TableName), {}).get(PartitionValues[0])
        if location is None:
            raise EntityNotFoundException(f"{TableName} {PartitionValues}")
        return {"Partition": {"Values": PartitionValues, "StorageDescriptor": {"Location": location}}}

    def get_table(self, DatabaseName, Name):
        return {"Table": {"Name": Name, "StorageDescriptor": {}}}

    def batch_create_partition(self, DatabaseName, TableName, PartitionInputList):
        table = PARTITIONS.setdefault((DatabaseName, TableName), {})
        for each in PartitionInputList:
            assert each["Values"][0] not in table
            table[each["Values"][0]] = each["StorageDescriptor"]["Location"]
        return {"Errors": []}

    def update_partition(self, DatabaseName, TableName, PartitionValueList, PartitionInput):
        table = PARTITIONS[(DatabaseName, TableName)]
        assert PartitionValueList[0] in table
        table[PartitionValueList[0]] = PartitionInput["StorageDescriptor"]["Location"]


class Paginator:
    def paginate(self, Bucket, Prefix):
        contents = []
        for folder, _, names in os.walk("/" + Prefix):
            for name in names:
                path = os.path.join(folder, name)
                modified = datetime.fromtimestamp(os.stat(path).st_mtime, timezone.utc)
                contents.append({"Key": path[1:], "LastModified": modified})
        yield {"Contents": sorted(contents, key=lambda item: item["Key"])}


class S3:
    def get_object(self, Bucket, Key):
        return {"Body": open("/" + Key, "rb")}

    def upload_file(self, file, bucket, key, ExtraArgs):
        os.makedirs(os.path.dirname("/" + key), exist_ok=True)
        shutil.copy(file, "/" + key)

    def get_paginator(self, operation):
        assert operation == "list_objects_v2"
        return Paginator()

    def delete_objects(self, Bucket, Delete):
        for each in Delete["Objects"]:
            os.unlink("/" + each["Key"])


class CloudWatch:
    def put_metric_data(self, Namespace, MetricData):
        METRICS.extend({**each, "Namespace": Namespace} for each in MetricData)


def client(service):
    return {"s3": S3, "glue": Catalog, "cloudwatch": CloudWatch}[service]()
