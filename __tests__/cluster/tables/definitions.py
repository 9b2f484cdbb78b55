"""A code location whose steps are Jobs that stay until they are told to end."""

import time
from pathlib import Path

import dagster as dg
from dagster_k8s import k8s_job_executor


@dg.op
def wait_for_end() -> None:
    while not Path("/tmp/end").exists():
        time.sleep(0.2)


@dg.job(executor_def=k8s_job_executor)
def steps() -> None:
    wait_for_end()


@dg.op
def work() -> None:
    pass


@dg.job
def quick() -> None:
    work()


defs = dg.Definitions(jobs=[steps, quick])
