"""Drives grafana-client against a live server: every call of its elements for organisations, users, admin, teams, service accounts
and data sources, health and queries apart, and its calls of permissions on data sources. Usage: grafana-client-calls.py PORT ADMIN_PASSWORD. Prints how many calls succeeded."""
import sys
import warnings

from grafana_client import GrafanaApi
from grafana_client.model import DatasourceIdentifier, PersonalPreferences

warnings.simplefilter("ignore")
port, password = int(sys.argv[1]), sys.argv[2]
calls = 0


def connect(user, secret):
    return GrafanaApi(auth=(user, secret), host="127.0.0.1", port=port)


def ok(answer):
    global calls
    calls += 1
    return answer


def equal(got, want):
    assert got == want, "want %r, got %r" % (want, got)


api = connect("admin", password)
assert api.version == "12.4.0"

# organization, organizations
org = ok(api.organization.create_organization({"name": "Client Org"}))["orgId"]
other = ok(api.organization.create_organization("Second Org"))["orgId"]
equal(ok(api.organization.find_organization("Client Org"))["id"], org)
equal(ok(api.organization.get_current_organization())["name"], "Main Org.")
ok(api.organization.update_current_organization({"name": "Main Org."}))
user = ok(api.admin.create_user({"name": "Ann", "email": "ann@example.test", "login": "ann", "password": "ann's first"}))["id"]
equal([u["login"] for u in ok(api.organization.get_current_organization_users())], ["admin", "ann"])
ok(api.organization.update_user_current_organization(user, {"role": "Editor"}))
ok(api.organization.delete_user_current_organization(user))
ok(api.organization.add_user_current_organization({"loginOrEmail": "ann@example.test", "role": "Viewer"}))
ok(api.organization.update_preferences(PersonalPreferences(theme="light", timezone="utc")))
ok(api.organization.patch_preferences(PersonalPreferences(weekStart="monday")))
got = ok(api.organization.get_preferences())
equal((got["theme"], got["timezone"], got["weekStart"]), ("light", "utc", "monday"))
ok(api.organizations.update_organization(other, {"name": "Renamed Org"}))
assert "Renamed Org" in [o["name"] for o in ok(api.organizations.list_organization())]
ok(api.organizations.organization_user_add(other, {"loginOrEmail": "ann", "role": "Viewer"}))
ok(api.organizations.organization_user_update(other, user, "Admin"))
equal({u["login"]: u["role"] for u in ok(api.organizations.organization_user_list(other))}, {"admin": "Admin", "ann": "Admin"})
ok(api.organizations.organization_user_delete(other, user))
ok(api.organizations.switch_organization(other))
equal(ok(api.organization.get_current_organization())["id"], other)
ok(api.organizations.organization_preference_update(theme="dark"))
equal(ok(api.organizations.organization_preference_get())["theme"], "dark")
ok(api.organizations.switch_organization(1))
ok(api.organizations.delete_organization(other))

# users, user, admin
equal([u["login"] for u in ok(api.users.search_users("ann"))], ["ann"])
equal(ok(api.users.get_user(user))["email"], "ann@example.test")
equal(ok(api.users.find_user("ann@example.test"))["id"], user)
ok(api.users.update_user(user, {"name": "Anna", "email": "ann@example.test", "login": "ann"}))
equal(ok(api.users.get_user(user))["name"], "Anna")
equal([o["orgId"] for o in ok(api.users.get_user_organisations(user))], [1])
equal(ok(api.users.get_user_teams(user)), [])
ok(api.organizations.organization_user_add(org, {"loginOrEmail": "ann", "role": "Editor"}))
ok(api.user.switch_user_organisation(user, org))
ann = connect("ann", "ann's first")
equal(ok(ann.user.get_actual_user())["orgId"], org)
ok(ann.user.switch_actual_user_organisation(1))
equal(sorted(o["orgId"] for o in ok(ann.user.get_actual_user_organisations())), sorted([1, org]))
equal(ok(ann.user.get_actual_user_teams()), [])
ok(ann.user.update_preferences(PersonalPreferences(theme="dark")))
ok(ann.user.patch_preferences(PersonalPreferences(timezone="browser")))
equal(ok(ann.user.get_preferences())["theme"], "dark")
for answer in (
    ann.user.star_dashboard("abc"), ann.user.star_dashboard(7), ann.user.star_actual_user_dashboard(8),
    ann.user.unstar_dashboard("abc"), ann.user.unstar_dashboard(7), ann.user.unstar_actual_user_dashboard(8),
):
    ok(answer)
equal(ann.client.GET("/user/stars"), [])
ok(ann.user.change_actual_user_password("ann's first", "ann's second"))
ok(connect("ann", "ann's second").user.get_actual_user())
ok(api.admin.change_user_password(user, "ann's third"))
ok(connect("ann", "ann's third").user.get_actual_user())
ok(api.admin.change_user_permissions(user, True))
equal(ok(api.users.get_user(user))["isGrafanaAdmin"], True)
ok(api.admin.set_user_enabled(user, False))
equal(ok(api.users.get_user(user))["isDisabled"], True)
ok(api.admin.set_user_enabled(user, True))
equal(ok(api.admin.pause_all_alerts(True))["alertsAffected"], 0)
assert ok(api.admin.stats())["users"] >= 2
assert "*" in ok(api.admin.settings())["security"]["admin_password"]

# teams
team = ok(api.teams.add_team({"name": "Blue Team", "email": "blue@example.test"}))["teamId"]
equal([t["name"] for t in ok(api.teams.search_teams("blue"))], ["Blue Team"])
equal([t["id"] for t in ok(api.teams.get_team_by_name("Blue%20Team"))], [team])
ok(api.teams.update_team(team, {"name": "Red Team", "email": ""}))
equal(ok(api.teams.get_team(team))["name"], "Red Team")
ok(api.teams.add_team_member(team, user))
equal([m["login"] for m in ok(api.teams.get_team_members(team))], ["admin", "ann"])
equal([t["id"] for t in ok(api.users.get_user_teams(user))], [team])
ok(api.teams.remove_team_member(team, user))
ok(api.teams.update_preferences(team, PersonalPreferences(theme="light")))
equal(ok(api.teams.get_preferences(team))["theme"], "light")
ok(api.teams.delete_team(team))

# service accounts
account = ok(api.serviceaccount.create({"name": "Robot", "role": "Viewer"}))["id"]
equal(ok(api.serviceaccount.get(account))["name"], "Robot")
ok(api.serviceaccount.update(account, {"name": "Robot Two", "role": "Admin"}))
token = ok(api.serviceaccount.create_token(account, {"name": "first", "secondsToLive": 3600}))
equal([t["name"] for t in ok(api.serviceaccount.get_tokens(account))], ["first"])
equal([a["id"] for page in ok(api.serviceaccount.search("robot")) for a in page["serviceAccounts"]], [account])
equal(ok(api.serviceaccount.search_one("robot"))["id"], account)
equal([a["id"] for a in ok(api.serviceaccount.search_all("robot"))], [account])
robot = GrafanaApi(auth=token["key"], host="127.0.0.1", port=port)
equal(ok(robot.user.get_actual_user())["login"], "sa-1-robot")

# data sources, as the service account
source = ok(robot.datasource.create_datasource({"name": "Prom", "type": "prometheus", "access": "proxy", "url": "http://127.0.0.1:1"}))
sid, uid = source["id"], source["datasource"]["uid"]
for found in (
    robot.datasource.find_datasource("Prom"), robot.datasource.get_datasource_by_id(sid),
    robot.datasource.get_datasource_by_name("Prom"), robot.datasource.get_datasource_by_uid(uid),
    robot.datasource.get_datasource_id_by_name("Prom"), robot.datasource.get(DatasourceIdentifier(uid=uid)),
):
    equal(ok(found)["id"], sid)
body = {"name": "Prom", "type": "prometheus", "access": "proxy", "url": "http://127.0.0.1:2"}
ok(robot.datasource.update_datasource(sid, body))
ok(robot.datasource.update_datasource_by_uid(uid, body))
equal([d["uid"] for d in ok(robot.datasource.list_datasources())], [uid])

# permissions on data sources
group = ok(api.teams.add_team({"name": "Query Team"}))["teamId"]
granted = lambda: {p.get("builtInRole") or p.get("team") or p["userLogin"]: p["permission"] for p in ok(api.rbac.get_rbac_datasources(uid)) if p["isManaged"]}
equal(granted(), {"Viewer": "Query", "Editor": "Query"})
for level in ("Query", "Edit", "Admin"):
    equal(ok(api.rbac.set_rbac_datasources_teams(uid, group, level))["message"], "Permission updated")
    equal(ok(api.rbac.set_rbac_datasources_builtin_roles(uid, "Editor", level))["message"], "Permission updated")
equal(granted(), {"Viewer": "Query", "Editor": "Admin", "Query Team": "Admin"})
equal(ok(api.rbac.set_rbac_datasources_builtin_roles(uid, "Viewer", ""))["message"], "Permission removed")
ok(api.rbac.set_rbac_datasources_builtin_roles(uid, "Admin", "Query"))
equal(granted(), {"Editor": "Admin", "Admin": "Query", "Query Team": "Admin"})
equal([d["uid"] for d in ok(robot.datasource.list_datasources())], [uid])
equal(ok(api.rbac.set_rbac_datasources_teams(uid, group, ""))["message"], "Permission removed")
ok(api.teams.delete_team(group))

ok(robot.datasource.delete_datasource_by_uid(uid))
ok(robot.datasource.create_datasource(body))
ok(robot.datasource.delete_datasource_by_name("Prom"))
ok(robot.datasource.delete_datasource_by_id(ok(robot.datasource.create_datasource(body))["id"]))

ok(api.serviceaccount.delete_token(account, token["id"]))
ok(api.serviceaccount.delete(account))
ok(api.admin.delete_user(user))
ok(api.organizations.delete_organization(org))
print("%d calls succeeded" % calls)
