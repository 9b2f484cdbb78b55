"""A small project: what the image of a code location holds."""

import os
from pathlib import Path

import dagster as dg
from dagster_k8s import k8s_job_executor


class Greeter(dg.ConfigurableResource):
    greeting: str

    def greet(self, name: str) -> str:
        return f"{self.greeting}, {name}"


@dg.asset
def names() -> list[str]:
    return ["first", "second"]


@dg.asset
def greetings(names: list[str], greeter: Greeter) -> list[str]:
    return [greeter.greet(name) for name in names]


@dg.op
def work(context: dg.OpExecutionContext) -> None:
    context.log.info("working")


# The image of the next version says "next".
@dg.job(name=f"{os.environ.get('CODE_VERSION', 'first')}_version")
def this_version() -> None:
    work()


@dg.job(executor_def=k8s_job_executor)
def steps_in_pods() -> None:
    work()


@dg.op
def read_settings(context: dg.OpExecutionContext) -> None:
    """Fails unless the settings of the code location, and the entry point of its image, reach the run."""
    context.log.info(f"through {os.environ['ENTRYPOINT']}")
    context.log.info(f"of {os.environ['TEAM']}, with {len(os.environ['API_KEY'])} letters")
    context.log.info(Path("/etc/etl/settings.ini").read_text())


@dg.job
def needs_settings() -> None:
    read_settings()


every_asset = dg.define_asset_job("every_asset", selection="*")

every_minute = dg.ScheduleDefinition(
    name="every_minute",
    job=every_asset,
    cron_schedule="* * * * *",
    default_status=dg.DefaultScheduleStatus.RUNNING,
)


@dg.sensor(job=this_version, default_status=dg.DefaultSensorStatus.RUNNING)
def idle() -> dg.SkipReason:
    return dg.SkipReason("nothing to do")


defs = dg.Definitions(
    assets=[names, greetings],
    jobs=[this_version, steps_in_pods, needs_settings, every_asset],
    schedules=[every_minute],
    sensors=[idle],
    resources={"greeter": Greeter(greeting="hello")},
)
