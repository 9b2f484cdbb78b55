"""The Jobs that the run launchers of Dagster make of runs: JSON in, JSON out."""

import json
import sys
from types import SimpleNamespace

import kubernetes.client
import kubernetes.config
import yaml
from dagster._core.launcher import RunLauncher
from dagster._serdes import ConfigurableClassData
from dagster_celery_k8s.launcher import CeleryK8sRunLauncher, _get_validated_celery_k8s_executor_config
from dagster_k8s.job import construct_dagster_k8s_job, get_user_defined_k8s_config

# No cluster is asked for anything.
kubernetes.config.load_incluster_config = lambda: None


def job_of(run):
    """One Job, as `launch_run` makes it, and the namespace that it would be created in."""
    described = run["launcher"]
    data = ConfigurableClassData(described["module"], described["class"], yaml.safe_dump(described["config"]))
    launcher = data.rehydrate(as_type=RunLauncher)
    tags = run["tags"]
    if isinstance(launcher, CeleryK8sRunLauncher):
        namespace = launcher.job_namespace
        job_config = launcher.get_k8s_job_config(run["image"], _get_validated_celery_k8s_executor_config({}))
        k8s_config = get_user_defined_k8s_config(tags)
    else:
        origin = SimpleNamespace(container_context=run["context"], container_image=run["image"])
        dagster_run = SimpleNamespace(job_code_origin=SimpleNamespace(repository_origin=origin), tags=tags)
        context = launcher.get_container_context_for_run(dagster_run)
        namespace = context.namespace
        job_config = context.get_k8s_job_config(job_image=run["image"], run_launcher=launcher)
        k8s_config = context.run_k8s_config
    job = construct_dagster_k8s_job(
        job_config, args=["run"], job_name="run", component="run_worker", user_defined_k8s_config=k8s_config
    )
    return {**kubernetes.client.ApiClient().sanitize_for_serialization(job), "namespace": namespace}


json.dump([job_of(run) for run in json.load(sys.stdin)], sys.stdout)
