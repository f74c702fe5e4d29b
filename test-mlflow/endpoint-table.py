"""Prints MLflow's own endpoints as a table that says which of them the server at MLFLOW_TRACKING_URI answers."""

import os
import re
from collections import defaultdict

import requests
from mlflow.server.handlers import get_endpoints

server = os.environ["MLFLOW_TRACKING_URI"]
areas = defaultdict(lambda: defaultdict(dict))
for path, _, methods in get_endpoints():
    match = re.match(r"/api/(\d\.\d)/?(mlflow(?:-artifacts)?)/([\w-]+)", path)
    if match is None:
        continue
    for method in methods:
        answer = requests.request(method, server + re.sub(r"<[^>]*>", "1", path), json=None if method == "GET" else {}, timeout=30)
        is_json = "json" in answer.headers.get("Content-Type", "")
        code = answer.json().get("error_code") if is_json else None
        is_done = code not in ("NOT_IMPLEMENTED", "ENDPOINT_NOT_FOUND", "METHOD_NOT_ALLOWED", "INTERNAL_ERROR")
        area = match[3] if match[2] == "mlflow" else f"{match[2]}/{match[3]}"
        name = re.sub(r"<(?:\w+:)?(\w+)>", r":\1", path.split(match[3], 1)[1]).strip("/")
        areas[area][is_done].setdefault((match[1], name), set()).add(method)
print("| area | done | not there: 501 |\n| --- | --- | --- |")
for area, states in sorted(areas.items()):
    cells = []
    for is_done in (True, False):
        rows = sorted(states[is_done].items())
        cells.append(", ".join(f"{'/'.join(sorted(methods))} {version} {name or '·'}" for (version, name), methods in rows))
    print(f"| {area} | {cells[0]} | {cells[1]} |")
count = {state: sum(len(methods) for states in areas.values() for methods in states[state].values()) for state in (True, False)}
print(f"\n{count[True]} of {count[True] + count[False]} rows are answered.")
