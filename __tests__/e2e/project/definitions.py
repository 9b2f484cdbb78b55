"""A small project: what the image of a code location holds."""

import os
from pathlib import Path

import dagster as dg


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


@dg.job
def first_version() -> None:
    work()


@dg.op
def read_settings(context: dg.OpExecutionContext) -> None:
    """Fails unless the settings of the code location reach the run."""
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


@dg.sensor(job=first_version, default_status=dg.DefaultSensorStatus.RUNNING)
def idle() -> dg.SkipReason:
    return dg.SkipReason("nothing to do")


defs = dg.Definitions(
    assets=[names, greetings],
    jobs=[first_version, needs_settings, every_asset],
    schedules=[every_minute],
    sensors=[idle],
    resources={"greeter": Greeter(greeting="hello")},
)
