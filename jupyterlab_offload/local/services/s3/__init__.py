"""S3: which operations are served. The table is read when S3 is first used."""
