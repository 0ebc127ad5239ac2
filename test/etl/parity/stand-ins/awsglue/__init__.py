"""As much of AWS Glue's library as sql_job.py uses, over local files."""
