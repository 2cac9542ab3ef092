"""The usual way to move a result by hand: boto3, a file on the disk, one call after the other. Prints seconds as JSON."""
import argparse, json, os, shutil, time
import boto3

parser = argparse.ArgumentParser()
parser.add_argument("way", choices=["archive", "restore"])
for name in ("s3", "glacier", "vault", "bucket", "key", "file"):
    parser.add_argument(f"--{name}", required=True)
parser.add_argument("--version")
parser.add_argument("--job")
told = parser.parse_args()

s3 = boto3.client("s3", endpoint_url=told.s3)
glacier = boto3.client("glacier", endpoint_url=told.glacier)
began = time.monotonic()
answer = {}
if told.way == "archive":
    s3.download_file(told.bucket, told.key, told.file, ExtraArgs={"VersionId": told.version})
    with open(told.file, "rb") as body:
        answer["archiveId"] = glacier.upload_archive(vaultName=told.vault, body=body)["archiveId"]
else:
    output = glacier.get_job_output(vaultName=told.vault, jobId=told.job)
    with open(told.file, "wb") as file:
        shutil.copyfileobj(output["body"], file, 1024 * 1024)
    s3.upload_file(told.file, told.bucket, told.key)
answer["seconds"] = time.monotonic() - began
os.remove(told.file)
print(json.dumps(answer))
