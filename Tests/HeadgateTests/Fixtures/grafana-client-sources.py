"""Drives grafana-client against a live server that has a source of each kind, its uid its type: every method of its data source element
that asks one. Usage: grafana-client-sources.py PORT ADMIN_PASSWORD. Prints how many calls succeeded."""
import sys
import time
import warnings

from grafana_client import GrafanaApi
from grafana_client.model import DatasourceIdentifier

warnings.simplefilter("ignore")
api = GrafanaApi(auth=("admin", sys.argv[2]), host="127.0.0.1", port=int(sys.argv[1]))
ask = api.datasource
calls = 0


def ok(answer):
    global calls
    calls += 1
    return answer


def result(answer):
    assert answer["status"] == "success", answer
    return ok(answer)["data"]


for uid in [s["uid"] for s in ok(ask.list_datasources())]:
    assert ok(ask.health(uid))["status"] == "OK", uid
    assert ok(ask.health_inquiry(uid)).success, uid

# The client's own check, for the types whose question it words itself: of Graphite and InfluxDB it wants what its examples hold, of SQL it
# reads no refId, and for others it sends an empty body, which no server takes.
for uid in ["prometheus", "loki"]:
    found = ok(ask.health_check(DatasourceIdentifier(uid=uid)))
    assert found.success, (uid, found)

# The next whole second: what was scraped for the first time in this one shows at none before.
number, now = ok(ask.get_datasource_by_uid("prometheus"))["id"], int(time.time()) + 1
for where in ({"datasource_id": number}, {"datasource_uid": "prometheus"}):
    assert result(ask.query(query="1+1", timestamp=now, **where))["result"][1] == "2"
    assert result(ask.query_range(query="up", start=now - 60, end=now, step=5, **where))["result"][0]["metric"]["job"] == "self"
    assert result(ask.series(match="up", start=now - 60, end=now, **where))[0]["job"] == "self"
    assert result(ask.get_datasource_proxy_data(query_type="query", expr="up", time=now, **where))["resultType"] == "vector"
    assert result(ask.get_datasource_proxy_data(query_type="query_range", expr="up", start=now - 60, end=now, step=5, **where))["resultType"] == "matrix"


def smart(uid, expression, attrs=None):
    return ok(ask.smartquery(DatasourceIdentifier(uid=uid), expression, attrs))


assert smart("prometheus", "up")["results"]["test"]["frames"]
assert smart("loki", '{app="web"}')["results"]["test"]["frames"]
assert smart("influxdb", "SHOW DATABASES")["results"][0]["series"]
assert smart("graphite", "plant.press.heat", {"time_from": "-1h"})[0]["target"] == "plant.press.heat"
rows = smart("postgres", "SELECT 41 + 1 AS n", {"format": "table", "refId": "test"})["results"]["test"]["frames"][0]
assert rows["data"]["values"] == [[42]], rows

# Of old versions: the client refuses them itself.
for refused in (
    lambda: ask.enable_datasource_permissions(number), lambda: ask.disable_datasource_permissions(number),
    lambda: ask.get_datasource_permissions(number), lambda: ask.add_datasource_permissions(number, {}),
    lambda: ask.remove_datasource_permissions(number, 1),
):
    try:
        refused()
        raise AssertionError("the client has learned a method")
    except NotImplementedError:
        pass
print("%d calls succeeded" % calls)
