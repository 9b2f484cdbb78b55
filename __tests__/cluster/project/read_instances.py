"""What Dagster finds wrong with files `dagster.yaml`: JSON in, JSON out."""

import importlib
import json
import sys
import tempfile
from pathlib import Path

from dagster._config import resolve_to_config_type, validate_config
from dagster._core.instance.ref import InstanceRef


def errors_of(text):
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "dagster.yaml").write_text(text)
        try:
            ref = InstanceRef.from_dir(folder)
        except Exception as error:
            return [str(error)]
    parts = [
        *(ref.run_storage_data, ref.event_storage_data, ref.schedule_storage_data, ref.compute_logs_data),
        *(ref.scheduler_data, ref.run_coordinator_data, ref.run_launcher_data),
    ]
    return [error for part in parts if part for error in errors_of_class(part)]


def errors_of_class(data):
    try:
        described = getattr(importlib.import_module(data.module_name), data.class_name)
    except ImportError:
        return [f"no {data.module_name}.{data.class_name}"]
    result = validate_config(resolve_to_config_type(described.config_type()), data.config_dict)
    return [] if result.success else [error.message for error in result.errors]


json.dump([errors_of(text) for text in json.load(sys.stdin)], sys.stdout)
