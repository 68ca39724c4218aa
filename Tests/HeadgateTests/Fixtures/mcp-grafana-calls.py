"""Drives mcp-grafana over stdio against a live server: every tool that manages or asks data sources, and those about users and teams.
The server has a source of each kind, its uid its type. Usage: mcp-grafana-calls.py BINARY PORT TOKEN. Prints how many calls succeeded."""
import json
import os
import subprocess
import sys
import time

binary, port, token = sys.argv[1:4]
tools = "search,datasource,prometheus,loki,tempo,api,user,admin,graphite,influxdb,elasticsearch"
# Its own limit of 10 s for each call is too short where all tests run at once.
server = subprocess.Popen(
    [binary, "-t", "stdio", "-grafana-timeout", "90s", "-enabled-tools", tools], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    env={**os.environ, "GRAFANA_URL": "http://127.0.0.1:" + port, "GRAFANA_SERVICE_ACCOUNT_TOKEN": token, "GRAFANA_USAGE_STATS": "disabled"},
)
asked = calls = 0


def send(message):
    server.stdin.write(json.dumps({"jsonrpc": "2.0", **message}) + "\n")
    server.stdin.flush()


def request(method, params):
    global asked
    asked += 1
    send({"id": asked, "method": method, "params": params})
    for line in server.stdout:
        answer = json.loads(line)
        if answer.get("id") == asked:
            return answer["result"]
    raise EOFError("mcp-grafana ended")


def tool(name, /, want, **arguments):
    """Calls a tool; its answer must hold the text `want`."""
    global calls
    result = request("tools/call", {"name": name, "arguments": arguments})
    text = " ".join(part.get("text", "") for part in result["content"])
    assert not result.get("isError"), "%s: %s" % (name, text)
    assert want in text, "%s: no %r in %s" % (name, want, text)
    calls += 1
    return text


def await_tool(name, /, want, **arguments):
    """The same for an answer that may not hold the text yet."""
    for _ in range(120):
        result = request("tools/call", {"name": name, "arguments": arguments})
        if any(want in part.get("text", "") for part in result["content"]):
            break
        time.sleep(0.5)
    return tool(name, want, **arguments)


request("initialize", {"protocolVersion": "2025-03-26", "capabilities": {}, "clientInfo": {"name": "test", "version": "1"}})
send({"method": "notifications/initialized"})

# data sources
made = tool(
    "create_datasource", "Datasource added", name="made", type="loki", access="proxy", schemaReviewed=True,
    fields={"url": json.loads(tool("get_datasource", '"uid":"loki"', uid="loki"))["url"]},
)
assert json.loads(made)["health"]["status"] == "OK", made
tool("get_datasource", '"type":"loki"', name="made")
tool("list_datasources", '"hasMore":false', limit=100)
tool("list_datasources", '"total":2', type="loki")
tool("update_datasource", "Datasource updated", uid=json.loads(made)["uid"], name="renamed", schemaReviewed=True)
tool("get_datasource", '"name":"renamed"', name="renamed")
for offset, healthy in (0, 10), (10, 2):
    tool("check_datasources_health", '"checked":%d,"healthy":%d,' % (healthy, healthy), offset=offset)
tool("check_datasources_health", '"healthy":1', uids=["loki"])

# people, and any endpoint
tool("user_info", '"currentOrgId":1')
tool("list_teams", '"teams"')
tool("list_users_by_org", '"login":"admin"')
tool("grafana_api_request", '"Main Org."', endpoint="/api/org")
tool("grafana_api_request", '"renamed"', endpoint="/api/datasources", jq=".[].name")
tool("grafana_api_request", '"results"', endpoint="/api/ds/query", method="POST", body=json.dumps(
    {"from": "now-5m", "to": "now", "queries": [{"refId": "A", "datasource": {"uid": "prometheus"}, "expr": "up", "instant": True}]}))

source = {"datasourceUid": "prometheus"}
tool("list_prometheus_label_names", '"job"', **source)
tool("list_prometheus_label_values", '"self"', labelName="job", **source)
tool("list_prometheus_label_values", '"self"', labelName="job", matches=[{"filters": [{"name": "__name__", "value": "up", "type": "="}]}], **source)
tool("list_prometheus_metric_names", '"up"', regex="^up$", **source)
tool("list_prometheus_metric_metadata", '"type"', metric="prometheus_build_info", **source)
tool("query_prometheus", '"self"', expr="up", queryType="instant", endTime="now", **source)
# The points of a range stand every 5 s: one must have come behind the first scrape.
await_tool("query_prometheus", '"self"', expr="up", queryType="range", startTime="now-1m", endTime="now", stepSeconds=5, **source)
tool("query_prometheus_histogram", "histogram_quantile", metric="prometheus_http_request_duration_seconds", percentile=90, **source)

source = {"datasourceUid": "loki"}
tool("list_loki_label_names", '"app"', **source)
tool("list_loki_label_values", '"web"', labelName="app", **source)
tool("query_loki_logs", "a line", logql='{app="web"}', **source)
tool("query_loki_logs", '"value":2', logql='count_over_time({app="web"}[5m])', queryType="instant", **source)
tool("query_loki_stats", '"entries":40', logql='{app="web"}', **source)
tool("query_loki_patterns", '"totalCount":3', logql='{app="web"}', **source)
tool("analyze_loki_labels", '"recommendedLabelSet":["app","env"]', selector='{app="web"}', **source)

source = {"datasourceUid": "graphite"}
tool("query_graphite", "plant.press.heat", target="plant.*.heat", **source)
tool("query_graphite_density", "plant.press.heat", target="plant.*.heat", **source)
tool("list_graphite_metrics", '"press"', query="plant.*", **source)
tool("list_graphite_tags", "", **source)

tool("query_influxdb", "1.5", datasourceUid="influxdb", query="SELECT usage FROM cpu", start="now-1h")
tool("query_elasticsearch", "a line", datasourceUid="elasticsearch", index="logs", query="*")
tool("query_elasticsearch", "a line", datasourceUid="elasticsearch", index="logs", query='{"match_all": {}}', startTime="now-1h", endTime="now")

source = {"datasourceUid": "tempo"}
traces = ["2f3e0cee77ae5dc9c17ade3689eb2e54", "2f3e0cee77ae5dc9c17ade3689eb2e55"]
tool("search_tempo_traces", '"rootServiceName"', query="{}", **source)
tool("get_tempo_trace", "service.name", trace_id=traces[0], **source)
tool("diff_tempo_traces", '"added"', base_trace_id=traces[0], compare_trace_id=traces[1], **source)
tool("list_tempo_attribute_names", "http.method", **source)
tool("list_tempo_attribute_values", "GET", name="span.http.method", **source)
tool("query_tempo_metrics", "samples", query="{ } | rate()", **source)
tool("query_tempo_metrics", "samples", query="{ } | rate()", type="instant", **source)

server.stdin.close()
server.wait()
print("%d calls succeeded" % calls)
