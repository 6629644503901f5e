"""What k8s/ says: every manifest fits Kubernetes' schemas, and so does every pod that was injected; the admission policy
takes the injector's pods and nothing else; what a running hub answers, kubectl makes the recorded pods of. What
docs/kubernetes.md shows fits, too: its manifests the schemas, its policy the hub, its lines of pg_hba.conf a PostgreSQL.

usage: kubernetes.py ROOT   (in an environment with kubernetes-validate, cel-python and PyYAML; kubectl and openssl on the PATH;
PostgreSQL 15 installed)
"""

import base64
import copy
import json
import os
import pathlib
import re
import shutil
import socket
import ssl
import subprocess
import sys
import tempfile
import time
import unittest
import urllib.request

import kubernetes_validate
import yaml

from admission import AdmissionPolicy, MutatingPolicy

ROOT = pathlib.Path(sys.argv.pop() if len(sys.argv) > 1 else ".").resolve()
ADMISSION = ROOT / "Tests/Fixtures/admission"
POD_VERSIONS = [f"1.{minor}" for minor in range(29, 38)]
# The admission policy is v1 from 1.30 on.
MANIFEST_VERSIONS = POD_VERSIONS[1:]
# And the one that mutates from 1.36 on.
MUTATING_VERSIONS = POD_VERSIONS[-2:]


def kustomized(folder):
    text = subprocess.run(["kubectl", "kustomize", str(folder)], check=True, capture_output=True, text=True).stdout
    return list(yaml.safe_load_all(text))


def program():
    found = [p for p in (ROOT / ".build/debug/chaperone-hub", ROOT / "dist/chaperone-hub") if p.exists()]
    if not found:
        raise unittest.SkipTest("there is no chaperone-hub: swift build")
    return found[0]


def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def applied(patch, pod):
    # As an API server applies it: by kubectl, which has the same library.
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        json.dump(pod, file)
        file.flush()
        command = ["kubectl", "patch", "--local", "--type=json", "-o", "json", "-f", file.name, "-p", json.dumps(patch)]
        run = subprocess.run(command, check=True, capture_output=True, text=True)
    pod = json.loads(run.stdout)
    if pod["metadata"].get("creationTimestamp", "") is None:
        del pod["metadata"]["creationTimestamp"]
    return pod


def verdicts(folder="verdicts"):
    for file in sorted((ADMISSION / folder).glob("*.json")):
        review = json.loads((ADMISSION / "reviews" / f"{file.stem}.request.json").read_text())
        yield file.stem, review["request"], json.loads(file.read_text())




class Manifests(unittest.TestCase):
    def test_every_kustomization_fits_the_schemas(self):
        folders = sorted(path.parent for path in (ROOT / "k8s").rglob("kustomization.yaml"))
        self.assertTrue(folders)
        for folder in folders:
            for manifest in kustomized(folder):
                if manifest["apiVersion"].split("/")[0] == "cert-manager.io":
                    continue
                is_mutating = manifest["kind"].startswith("MutatingAdmissionPolicy")
                for version in MUTATING_VERSIONS if is_mutating else MANIFEST_VERSIONS:
                    with self.subTest(folder=folder.name, kind=manifest["kind"], version=version):
                        kubernetes_validate.validate(manifest, version, strict=True)

    def test_every_injected_pod_fits_the_schemas(self):
        count = 0
        for name, request, verdict in [*verdicts(), *verdicts("verdicts-fence")]:
            if "pod" not in verdict:
                continue
            count += 1
            fitting = []
            for version in POD_VERSIONS:
                try:
                    kubernetes_validate.validate(request["object"], version, strict=True)
                except kubernetes_validate.ValidationError:
                    # What its author wrote is of a later version (30: resources of a whole pod).
                    continue
                fitting.append(version)
                with self.subTest(name=name, version=version):
                    kubernetes_validate.validate(verdict["pod"], version, strict=True)
            # Else nothing would have been looked at.
            with self.subTest(name=name):
                self.assertIn(POD_VERSIONS[-1], fitting)
                self.assertEqual(fitting, POD_VERSIONS[-len(fitting) :])
        self.assertGreater(count, 20)

    def base(self, kind, name=None):
        found = [manifest for manifest in kustomized(ROOT / "k8s/base") if manifest["kind"] == kind]
        found = [manifest for manifest in found if name in (None, manifest["metadata"]["name"])]
        self.assertEqual(len(found), 1, kind)
        return found[0]

    # The hub's own pods, and those that a cluster needs to get up again, wait for nobody.
    NAMESPACES = {
        "matchLabels": {"chaperone.dev/inject": "enabled"},
        "matchExpressions": [
            {
                "key": "kubernetes.io/metadata.name",
                "operator": "NotIn",
                "values": ["chaperone-system", "kube-system"],
            }
        ],
    }

    def test_the_webhook_fails_closed_soon_and_in_labelled_namespaces_alone(self):
        (webhook,) = self.base("MutatingWebhookConfiguration")["webhooks"]
        wanted = {
            "failurePolicy": "Fail",
            "timeoutSeconds": 5,
            "sideEffects": "None",
            "reinvocationPolicy": "IfNeeded",
            "matchPolicy": "Equivalent",
            "namespaceSelector": self.NAMESPACES,
            "rules": [
                {"apiGroups": [""], "apiVersions": ["v1"], "operations": [operation], "resources": [resource]}
                for operation, resource in (("CREATE", "pods"), ("UPDATE", "pods/ephemeralcontainers"))
            ],
        }
        self.assertEqual({key: webhook.get(key) for key in wanted}, wanted)
        # Nothing else that would leave pods out.
        self.assertEqual(
            set(webhook) - set(wanted), {"name", "admissionReviewVersions", "clientConfig"}, "what selects besides"
        )
        # The hub writes caBundle; one of ours would be somebody else's.
        service = {"name": "chaperone-hub", "namespace": "chaperone-system", "path": "/v1/kubernetes/inject", "port": 9443}
        self.assertEqual(webhook["clientConfig"], {"service": service})

    def test_the_admission_policy_fails_closed_and_is_bound_to_deny(self):
        spec = self.base("ValidatingAdmissionPolicy", "chaperone-sidecar")["spec"]
        self.assertEqual(spec["failurePolicy"], "Fail")
        self.assertEqual(spec["matchConstraints"]["namespaceSelector"], self.NAMESPACES)
        self.assertEqual(set(spec["matchConstraints"]), {"namespaceSelector", "resourceRules"})
        (rule,) = spec["matchConstraints"]["resourceRules"]
        self.assertEqual(rule["operations"], ["CREATE", "UPDATE"])
        self.assertEqual(rule["resources"], ["pods", "pods/ephemeralcontainers", "pods/resize"])
        binding = self.base("ValidatingAdmissionPolicyBinding", "chaperone-sidecar")["spec"]
        self.assertEqual(binding["policyName"], "chaperone-sidecar")
        self.assertIn("Deny", binding["validationActions"])
        self.assertEqual(binding["paramRef"]["parameterNotFoundAction"], "Deny")
        self.assertNotIn("matchResources", binding)

    def test_the_policies_beside_it_fail_closed_and_are_bound_everywhere(self):
        wanted = {
            "chaperone-sidecar-exec": {
                "namespaceSelector": self.NAMESPACES,
                "resourceRules": [
                    {
                        "apiGroups": [""],
                        "apiVersions": ["v1"],
                        "operations": ["CONNECT"],
                        "resources": ["pods/exec", "pods/attach"],
                    }
                ],
            },
            "chaperone-token": {
                "resourceRules": [
                    {
                        "apiGroups": [""],
                        "apiVersions": ["v1"],
                        "operations": ["CREATE"],
                        "resources": ["serviceaccounts/token"],
                    }
                ]
            },
            "chaperone-token-pods": {
                # Of every namespace: which are policy.yaml's it decides itself.
                "resourceRules": [
                    {"apiGroups": [""], "apiVersions": ["v1"], "operations": ["CREATE"], "resources": ["pods"]}
                ],
            },
        }
        for name, constraints in wanted.items():
            spec = self.base("ValidatingAdmissionPolicy", name)["spec"]
            self.assertEqual((spec["failurePolicy"], spec["matchConstraints"]), ("Fail", constraints))
            binding = self.base("ValidatingAdmissionPolicyBinding", name)["spec"]
            self.assertEqual(binding, {"policyName": name, "validationActions": ["Deny", "Audit"]})
        manifests = kustomized(ROOT / "k8s/base")
        policies = {m["metadata"]["name"] for m in manifests if m["kind"] == "ValidatingAdmissionPolicy"}
        self.assertEqual(policies, {"chaperone-sidecar", *wanted})

    def test_the_hub_may_read_and_patch_its_one_webhook_and_nothing_else(self):
        self.assertEqual(
            self.base("ClusterRole")["rules"],
            [
                {
                    "apiGroups": ["admissionregistration.k8s.io"],
                    "resources": ["mutatingwebhookconfigurations"],
                    "resourceNames": ["chaperone-injector"],
                    "verbs": ["get", "patch"],
                }
            ],
        )
        binding = self.base("ClusterRoleBinding")
        self.assertEqual(binding["roleRef"]["name"], "chaperone-hub")
        self.assertEqual(
            binding["subjects"], [{"kind": "ServiceAccount", "name": "chaperone-hub", "namespace": "chaperone-system"}]
        )
        kinds = {manifest["kind"] for manifest in kustomized(ROOT / "k8s/base")}
        self.assertFalse(kinds & {"Role", "RoleBinding"})

    def test_a_node_with_the_hub_on_it_can_be_drained(self):
        spec = self.base("PodDisruptionBudget")["spec"]
        hub = self.base("StatefulSet")["spec"]
        self.assertEqual(spec, {"maxUnavailable": 1, "selector": hub["selector"]})
        self.assertEqual(hub["replicas"], 1)


def documented(language):
    text = (ROOT / "docs/kubernetes.md").read_text()
    # Each with its end, so that no end is taken for a beginning.
    fences = re.findall(r"^( *)```(\w*)\n(.*?)^\1```$", text, re.MULTILINE | re.DOTALL)
    return [
        re.sub(f"^{indent}", "", block, flags=re.MULTILINE) for indent, said, block in fences if said == language
    ]


class Documents(unittest.TestCase):
    def test_manifests_fit_the_schemas(self):
        kinds = []
        for manifest in map(yaml.safe_load, documented("yaml")):
            if manifest["apiVersion"].startswith("chaperone/"):
                continue
            kinds.append(manifest["kind"])
            for version in MANIFEST_VERSIONS:
                with self.subTest(kind=kinds[-1], version=version):
                    kubernetes_validate.validate(manifest, version, strict=True)
        self.assertEqual(kinds, ["NetworkPolicy"])

    def test_its_policy_is_one_and_its_lane_is_where_the_page_says(self):
        (policy,) = [block for block in documented("yaml") if block.startswith("apiVersion: chaperone/")]
        with tempfile.NamedTemporaryFile("w", suffix=".yaml") as file:
            file.write(policy)
            file.flush()
            # Where the page's pod would be made: step 4.
            environment = {"CHAPERONE_SIDECAR_IMAGE": "x:1", "CHAPERONE_SIDECAR_HUB": "https://hub.example.org:8443"}
            command = [program(), "inject", "--dry-run", "--config", ROOT / "k8s/base/hub-configuration.yaml"]
            command += ["--policy", file.name, "--namespace", "agents", ROOT / "k8s/examples/job.yaml"]
            run = subprocess.run(command, capture_output=True, text=True, env={**os.environ, **environment})
        self.assertEqual(run.returncode, 0, run.stderr)
        (alias,) = yaml.safe_load(run.stdout)["spec"]["hostAliases"]
        (line,) = re.findall("hosts='(.*)'", "".join(documented("sh")))
        self.assertEqual(line.split(), [alias["ip"], *alias["hostnames"]])

    def test_every_namespace_is_made_before_it_is_named(self):
        commands = "".join(documented("sh"))
        made = {m["metadata"]["name"] for m in kustomized(ROOT / "k8s/base") if m["kind"] == "Namespace"}
        for line in commands.splitlines():
            made.update(re.findall(r"kubectl create namespace ([a-z-]+)", line))
            for name in re.findall(r"kubectl (?:-n|label namespace) ([a-z-]+)", line):
                self.assertIn(name, made, line)
        self.assertIn("agents", made)


class HostBasedAuthentication(unittest.TestCase):
    """The lines of docs/kubernetes.md, in a server of this machine."""

    PROGRAMS = pathlib.Path("/usr/lib/postgresql/15/bin")

    def server(self, *command):
        # Servers refuse root.
        prefix = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []
        return subprocess.run([*prefix, *map(str, command)], check=True, capture_output=True, text=True, cwd="/").stdout

    def setUp(self):
        self.folder = pathlib.Path(self.server("mktemp", "-d", "/tmp/chaperone-hba.XXXXXX").strip())
        self.data = self.folder / "data"
        self.addCleanup(shutil.rmtree, self.folder)
        self.server(self.PROGRAMS / "initdb", "-D", self.data, "-U", "postgres", "-A", "trust", "--no-sync")
        certificate = ["-keyout", self.data / "server.key", "-out", self.data / "server.crt", "-subj", "/CN=db"]
        self.server("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", *certificate)
        self.port = free_port()
        (lines,) = (block for block in documented("") if "pg_hba.conf" in block)
        # This machine stands for the pods' network.
        text = "local all all trust\n" + lines + "\n" + lines.replace("10.0.0.0/8", "127.0.0.0/8") + "\n"
        (self.data / "pg_hba.conf").write_text(text)
        options = f"-p {self.port} -k {self.folder} -c ssl=on -c fsync=off -c listen_addresses=127.0.0.1"
        log = ["-l", self.folder / "log"]
        self.server(self.PROGRAMS / "pg_ctl", "-D", self.data, "-w", *log, "-o", options, "start")
        self.addCleanup(self.server, self.PROGRAMS / "pg_ctl", "-D", self.data, "-m", "immediate", "stop")
        self.sql("CREATE DATABASE ehr")
        self.sql("CREATE ROLE ehr_agent LOGIN PASSWORD 'right'; CREATE ROLE someone LOGIN PASSWORD 'right'")

    def sql(self, text):
        return self.server("psql", "-XAt", "-h", self.folder, "-p", self.port, "-U", "postgres", "-c", text)

    def answer(self, role, password, tls):
        place = f"postgresql://{role}:{password}@127.0.0.1:{self.port}/ehr?sslmode={tls}&connect_timeout=5"
        run = subprocess.run(["psql", "-XAt", place, "-c", "SELECT 1"], capture_output=True, text=True)
        return run.stdout.strip() or run.stderr

    def test_they_let_the_hubs_role_in_by_tls_and_its_password_and_nobody_else(self):
        rules = self.sql("SELECT type, database[1], user_name[1], auth_method, error FROM pg_hba_file_rules")
        self.assertEqual(
            rules.split(),
            ["local|all|all|trust|", *["hostssl|ehr|ehr_agent|scram-sha-256|", "host|all|all|reject|"] * 2],
        )
        self.assertEqual(self.answer("ehr_agent", "right", "require"), "1")
        self.assertIn("password authentication failed", self.answer("ehr_agent", "wrong", "require"))
        for role, tls in (("ehr_agent", "disable"), ("someone", "require"), ("postgres", "require")):
            with self.subTest(role=role, tls=tls):
                self.assertIn("rejects connection", self.answer(role, "right", tls))


def validating(manifests, name="chaperone-sidecar"):
    (found,) = [m for m in manifests if m["kind"] == "ValidatingAdmissionPolicy" and m["metadata"]["name"] == name]
    return found


class Tokens(unittest.TestCase):
    """Who may ask for a token with which a sidecar enrols."""

    NODE = {"userInfo": {"username": "system:node:n1", "groups": ["system:nodes", "system:authenticated"]}}
    ADMINISTRATOR = {"userInfo": {"username": "ada", "groups": ["system:masters", "system:authenticated"]}}

    @classmethod
    def setUpClass(cls):
        manifests = kustomized(ROOT / "k8s/base")
        cls.requests = AdmissionPolicy(validating(manifests, "chaperone-token"), {})
        cls.pods = AdmissionPolicy(validating(manifests, "chaperone-token-pods"), {})
        cls.pods.labels = {}

    def test_a_kubelet_asks_for_its_pods_and_nobody_else(self):
        pod = {"kind": "Pod", "apiVersion": "v1", "name": "agent-0", "uid": "1"}
        hub, other = ["chaperone-hub"], ["https://kubernetes.default.svc"]
        for who, spec, taken in [
            (self.NODE, {"audiences": hub, "boundObjectRef": pod}, True),
            (self.NODE, {"audiences": hub}, False),
            (self.NODE, {"audiences": hub, "boundObjectRef": {**pod, "kind": "Node"}}, False),
            (self.ADMINISTRATOR, {"audiences": hub, "boundObjectRef": pod}, False),
            (self.ADMINISTRATOR, {"audiences": other + hub}, False),
            (self.ADMINISTRATOR, {"audiences": other}, True),
            (self.ADMINISTRATOR, {}, True),
        ]:
            with self.subTest(who=who["userInfo"]["username"], spec=spec):
                request = {"operation": "CREATE", "subResource": "token", **who}
                self.assertEqual(self.requests.verdict(request, {"spec": spec}) is None, taken)

    def test_what_the_other_policy_leaves_alone_has_none_whatever_its_label(self):
        name, request, verdict = next(v for v in verdicts() if v[0] == "09-kubectl-run")
        labelled = AdmissionPolicy(validating(kustomized(ROOT / "k8s/base"), "chaperone-token-pods"), {})
        self.assertIsNone(labelled.verdict(request, verdict["pod"]))
        for namespace in ("kube-system", "chaperone-system"):
            self.assertIn("label the namespace", labelled.verdict({**request, "namespace": namespace}, verdict["pod"]))

    def test_a_pod_of_another_namespace_has_none(self):
        count = 0
        for name, request, verdict in verdicts():
            if request["operation"] != "CREATE" or "pod" not in verdict:
                continue
            count += 1
            with self.subTest(name=name):
                has = any(c["name"] == "chaperone" for c in request["object"]["spec"].get("initContainers", []))
                self.assertEqual(self.pods.verdict(request, request["object"]) is None, not has)
                self.assertIn("label the namespace", self.pods.verdict(request, verdict["pod"]))
        self.assertGreater(count, 20)


class Policy(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        manifests = kustomized(ROOT / "k8s/base")
        policy = validating(manifests)
        parameters = next(
            m for m in manifests if m["kind"] == "ConfigMap" and m["metadata"]["name"] == "chaperone-sidecar"
        )
        # The image and the meshes of the fixtures.
        parameters["data"]["image"] = "registry.example.org/chaperone/chaperone:0.2.0"
        parameters["data"]["meshImages"] = "registry.example.org/mesh/"
        cls.policy = AdmissionPolicy(policy, parameters)
        fenced = copy.deepcopy(parameters)
        fenced["data"]["fenceImage"] = "registry.example.org/chaperone/fence:0.2.0"
        # Networks are the hub's policy's alone here, and in the other written down.
        cls.fenced_policy = AdmissionPolicy(policy, fenced)
        lettered = copy.deepcopy(fenced)
        lettered["data"]["fenceArguments"] = (
            "--network 10.20.0.0/16 --network fd00:1:0:0:0:0:0:0/32 --except 10.20.0.10/32 --port 5432"
        )
        cls.lettered_policy = AdmissionPolicy(policy, lettered)
        cls.fenced = {
            name: (request, verdict["pod"]) for name, request, verdict in verdicts("verdicts-fence") if "pod" in verdict
        }
        cls.injected = {
            name: (request, verdict["pod"])
            for name, request, verdict in verdicts()
            if "pod" in verdict and request["operation"] == "CREATE"
        }

    def verdict(self, request, pod, old=None):
        return self.policy.verdict(request, pod, old)

    # 41 and 39 had another sidecar before, whose volume is still there; nothing of the policy speaks of it.
    def test_what_the_injector_made_is_taken(self):
        for name, (request, pod) in self.injected.items():
            with self.subTest(name=name):
                self.assertIsNone(self.verdict(request, pod))

    def test_a_fence_is_held_to_the_injectors_and_nobody_may_become_its_sidecars_user(self):
        self.assertTrue(self.fenced)

        def first(change):
            return lambda pod: change(pod["spec"]["initContainers"][0])

        def app(change):
            return lambda pod: change(pod["spec"]["containers"][0]["securityContext"])

        def both(change):
            return lambda pod: [change(pod["spec"]["initContainers"][index]["args"]) for index in (0, 2)]

        changes = {
            "another image": first(lambda c: c.update(image="registry.example.org/mine/fence:1")),
            "a program of its author's": first(
                lambda c: c["volumeMounts"].append({"name": "tmp", "mountPath": "/usr/bin"})
            ),
            "no mount": first(lambda c: c.pop("volumeMounts")),
            "another user passes": both(lambda a: a.extend(["--user", "10001"])),
            "written together": both(lambda a: a.append("--user=10001")),
            "everything is open": both(lambda a: a.extend(["--except", "0.0.0.0/0"])),
            "another listener": both(lambda a: a.extend(["--listener", "127.0.0.1:9"])),
            "no network": both(lambda a: a.__delitem__(slice(2, None)) or a.extend(["--port", "5432"])),
            "no port": both(lambda a: a.__delitem__(slice(4, None))),
            "one that is checked for less": lambda pod: pod["spec"]["initContainers"][2]["args"].__delitem__(slice(4, 6)),
            "a file instead of networks": both(lambda a: a.extend(["--policy", "/tmp/policy.bundle"])),
            "it takes itself away": first(lambda c: c.update(args=["fence", "remove", "x", "y"])),
            "a command": first(lambda c: c.update(command=["/bin/sh"])),
            "more rights": first(lambda c: c["securityContext"]["capabilities"]["add"].append("SYS_ADMIN")),
            "privileged": first(lambda c: c["securityContext"].update(privileged=True)),
            "none": lambda pod: pod["spec"]["initContainers"].pop(0),
            "no check": lambda pod: pod["spec"]["initContainers"].pop(2),
            "after the sidecar": lambda pod: pod["spec"]["initContainers"].insert(1, pod["spec"]["initContainers"].pop(0)),
            "a sidecar that does not listen": lambda pod: pod["spec"]["initContainers"][1].update(
                args=pod["spec"]["initContainers"][1]["args"][:-4]
            ),
            "a variable": first(lambda c: c.update(env=[{"name": "LD_PRELOAD", "value": "/x.so"}])),
            "variables": first(lambda c: c.update(envFrom=[{"secretRef": {"name": "x"}}])),
            "a hook": first(lambda c: c.update(lifecycle={"preStop": {"exec": {"command": ["x"]}}})),
            "it stays": first(lambda c: c.update(restartPolicy="Always")),
            "another folder": first(lambda c: c.update(workingDir="/x")),
            "some rights": first(lambda c: c["securityContext"]["capabilities"].update(drop=["NET_RAW"])),
            "another check": lambda pod: pod["spec"]["initContainers"][2].update(image="registry.example.org/mine/check:1"),
            "a check that may pass": lambda pod: pod["spec"]["initContainers"][2]["securityContext"].update(runAsUser=65532),
            "an agent that is privileged": app(lambda c: c.update(privileged=True)),
            "an agent that is root": app(lambda c: c.update(runAsUser=0)),
            "an agent that escalates": app(lambda c: c.update(allowPrivilegeEscalation=True)),
            "an agent with a right": app(lambda c: c.update(capabilities={"add": ["SETUID"]})),
            "an image's own user": lambda pod: (
                pod["spec"].update(securityContext={"runAsNonRoot": True}),
                [c["securityContext"].pop("runAsUser", None) for c in pod["spec"]["containers"]],
            ),
            "the node's files": lambda pod: pod["spec"]["volumes"].append({"name": "node", "hostPath": {"path": "/"}}),
            "shared processes": lambda pod: pod["spec"].update(shareProcessNamespace=True),
            "shared memory": lambda pod: pod["spec"].update(hostIPC=True),
            "a nameserver": lambda pod: pod["spec"].update(dnsConfig={"nameservers": ["10.9.9.9"]}),
            "a search domain": lambda pod: pod["spec"].update(dnsConfig={"searches": ["evil.example"]}),
            "a database's name": lambda pod: pod["spec"].update(hostnameOverride="ehr-db.example.internal"),
            "a debugger": lambda pod: pod["spec"].update(ephemeralContainers=[{"name": "d", "image": "x"}]),
            "a mesh's image with a command": lambda pod: pod["spec"]["initContainers"].insert(
                0, mesh(command=["/bin/sh"])
            ),
            "a mesh's image that stays": lambda pod: pod["spec"]["initContainers"].insert(0, mesh(restartPolicy="Always")),
            "a mesh's image with more rights": lambda pod: pod["spec"]["initContainers"].insert(
                0, mesh(securityContext={"runAsUser": 0, "capabilities": {"drop": ["ALL"], "add": ["SETUID"]}})
            ),
            "a mesh's image as an application": lambda pod: pod["spec"]["containers"].append(mesh(name="mine")),
        }

        def mesh(**fields):
            rights = {"runAsUser": 0, "capabilities": {"drop": ["ALL"], "add": ["NET_ADMIN", "NET_RAW"]}}
            return {
                "name": "mesh",
                "image": "registry.example.org/mesh/init:1",
                "args": ["redirect"],
                "securityContext": rights,
                **fields,
            }

        def closed(pod):
            # Without the part that stays open, which has to be written down.
            pod = copy.deepcopy(pod)
            for index in (0, 2):
                arguments = pod["spec"]["initContainers"][index]["args"]
                place = arguments.index("--except")
                del arguments[place : place + 2]
            return pod

        for name, (request, pod) in self.fenced.items():
            self.assertIsNone(self.lettered_policy.verdict(request, pod), name)
            self.assertIsNone(self.fenced_policy.verdict(request, closed(pod)), name)
            self.assertIn("fenceArguments", self.fenced_policy.verdict(request, pod), name)
            self.assertIn("fenceArguments", self.lettered_policy.verdict(request, closed(pod)), name)
            self.assertIsNotNone(self.policy.verdict(request, pod), name)
            setup = copy.deepcopy(pod)
            setup["spec"]["initContainers"].insert(0, mesh())
            self.assertIsNone(self.lettered_policy.verdict(request, setup), name)
            for policy, sound in ((self.fenced_policy, closed(pod)), (self.lettered_policy, pod)):
                for what, change in changes.items():
                    with self.subTest(name=name, what=what, arguments=policy is self.lettered_policy):
                        altered = copy.deepcopy(sound)
                        change(altered)
                        self.assertIsNotNone(policy.verdict(request, altered))
        request, pod = self.injected["22-restricted"]
        self.assertIsNotNone(self.fenced_policy.verdict(request, pod))

    def test_while_the_webhook_is_away_nothing_is_made(self):
        for name, request, _ in verdicts():
            if request["operation"] != "CREATE":
                continue
            with self.subTest(name=name):
                said = self.verdict(request, request["object"])
                if name == "35-mirror-pod":
                    self.assertIsNone(said)
                else:
                    self.assertIsNotNone(said)

    def test_a_forged_mirror_annotation_is_refused(self):
        request, pod = self.altered("09-kubectl-run")
        pod["spec"].pop("initContainers")
        pod["metadata"].setdefault("annotations", {})["kubernetes.io/config.mirror"] = "x"
        self.assertIn("no sidecar", self.verdict(request, pod))

    def altered(self, name):
        request, pod = self.injected[name]
        return copy.deepcopy(request), copy.deepcopy(pod)

    def test_an_altered_sidecar_is_refused(self):
        def sidecar(change):
            return lambda pod: change(next(c for c in pod["spec"]["initContainers"] if c["name"] == "chaperone"))

        changes = {
            "image of another registry": sidecar(lambda c: c.update(image="evil.example/chaperone:0.2.0")),
            "image of a like name": sidecar(
                lambda c: c.update(image="registry.example.org/chaperone/chaperone-evil:0.2.0")
            ),
            "an older image": sidecar(lambda c: c.update(image="registry.example.org/chaperone/chaperone:0.1.0")),
            "another hub": sidecar(lambda c: c["args"].__setitem__(2, "https://evil.example")),
            "a command": sidecar(lambda c: c.update(command=["/bin/sh"])),
            "one variable more": sidecar(lambda c: c["env"].append({"name": "X", "value": "y"})),
            "variables from elsewhere": sidecar(lambda c: c.update(envFrom=[{"secretRef": {"name": "x"}}])),
            "the authority from elsewhere": sidecar(
                lambda c: c["env"].__setitem__(
                    0, {"name": "CHAPERONE_HUB_CA", "valueFrom": {"configMapKeyRef": {"name": "a", "key": "b"}}}
                )
            ),
            "a hook": sidecar(lambda c: c.update(lifecycle={"postStart": {"exec": {"command": ["x"]}}})),
            "root": sidecar(lambda c: c["securityContext"].update(runAsUser=0)),
            "privileged": sidecar(lambda c: c["securityContext"].update(privileged=True)),
            "a capability": sidecar(lambda c: c["securityContext"]["capabilities"].update(add=["NET_ADMIN"])),
            "a writable root": sidecar(lambda c: c["securityContext"].pop("readOnlyRootFilesystem")),
            "an ordinary init container": sidecar(lambda c: c.pop("restartPolicy")),
            "another mount": sidecar(lambda c: c["volumeMounts"].append({"name": "x", "mountPath": "/x"})),
            "another probe": sidecar(lambda c: c["livenessProbe"]["exec"].update(command=["/x"])),
            "no limit to rights": sidecar(lambda c: c["securityContext"]["capabilities"].pop("drop")),
            "some rights": sidecar(lambda c: c["securityContext"]["capabilities"].update(drop=["NET_RAW"])),
            "rights that grow": sidecar(lambda c: c["securityContext"].update(allowPrivilegeEscalation=True)),
            "perhaps root": sidecar(lambda c: c["securityContext"].update(runAsNonRoot=False)),
            "another folder": sidecar(lambda c: c.update(workingDir="/x")),
            "ports": sidecar(lambda c: c.update(ports=[{"containerPort": 1}])),
            "readiness": sidecar(lambda c: c.update(readinessProbe={"exec": {"command": ["/x"]}})),
            "a device": sidecar(lambda c: c.update(volumeDevices=[{"name": "x", "devicePath": "/dev/x"}])),
            "a part by a variable": sidecar(lambda c: c["volumeMounts"][0].update(subPathExpr="$(X)")),
            "another start": sidecar(lambda c: c["startupProbe"]["exec"].update(command=["/x"])),
            "its input": sidecar(lambda c: c.update(stdin=True)),
            "no startup probe": sidecar(lambda c: c.pop("startupProbe")),
            "a probe that never fails": sidecar(lambda c: c["livenessProbe"].update(failureThreshold=99999)),
            "calls of all kinds": sidecar(lambda c: c["securityContext"].update(seccompProfile={"type": "Unconfined"})),
            "no profile": sidecar(lambda c: c["securityContext"].pop("seccompProfile")),
            "another label of SELinux": sidecar(
                lambda c: c["securityContext"].update(seLinuxOptions={"type": "spc_t"})
            ),
            "no memory": sidecar(lambda c: c["resources"]["limits"].update(memory="1Mi")),
            "authorities of its author's": sidecar(
                lambda c: (
                    c["args"].extend(["--upstream-ca", "env:CHAPERONE_UPSTREAM_CA"]),
                    c["env"].append({"name": "CHAPERONE_UPSTREAM_CA", "value": "mine"}),
                )
            ),
            "Windows": lambda pod: pod["spec"].update(os={"name": "windows"}),
            "another name": lambda pod: pod["spec"].update(hostnameOverride="ehr-db.example.internal"),
        }
        for name, change in changes.items():
            with self.subTest(name=name):
                request, pod = self.altered("12-init-containers")
                change(pod)
                self.assertIsNotNone(self.verdict(request, pod))

    def test_authorities_of_databases_are_held_to_the_letter(self):
        parameters = copy.deepcopy(self.policy.parameters)
        parameters["data"]["upstreamAuthorities"] = "pem"
        policy = AdmissionPolicy(validating(kustomized(ROOT / "k8s/base")), parameters)
        request, pod = self.altered("09-kubectl-run")
        self.assertIn("not the injector's", policy.verdict(request, pod))
        (sidecar,) = [c for c in pod["spec"]["initContainers"] if c["name"] == "chaperone"]
        sidecar["args"].extend(["--upstream-ca", "env:CHAPERONE_UPSTREAM_CA"])
        sidecar["env"].append({"name": "CHAPERONE_UPSTREAM_CA", "value": "pem"})
        self.assertIsNone(policy.verdict(request, pod))
        sidecar["env"][1]["value"] = "mine"
        self.assertIn("not the injector's", policy.verdict(request, pod))

    def test_the_memory_of_a_configuration_is_taken_however_it_is_written(self):
        for text in ("128Mi", "134217728", "131072Ki", "128M", "0.5Gi", "1G"):
            request, pod = self.altered("09-kubectl-run")
            pod["spec"]["initContainers"][0]["resources"]["limits"]["memory"] = text
            self.assertIsNone(self.verdict(request, pod), text)

    def test_only_a_mesh_stands_before_the_sidecar_and_its_name_is_not_enough(self):
        request, pod = self.altered("12-init-containers")
        pod["spec"]["initContainers"].insert(0, {"name": "istio-init", "image": "registry.example.org/mine/init:1"})
        self.assertIn("mesh", self.verdict(request, pod))
        pod["spec"]["initContainers"][0]["image"] = "registry.example.org/mesh/proxyv2:1"
        self.assertIsNone(self.verdict(request, pod))

    def test_the_token_the_mounts_and_the_uid_are_the_sidecars(self):
        def container(change):
            return lambda pod: change(pod["spec"]["containers"][0])

        token = {"serviceAccountToken": {"audience": "chaperone-hub", "path": "t"}}
        changes = {
            "a second token": lambda pod: pod["spec"]["volumes"].append(
                {"name": "mine", "projected": {"sources": [token]}}
            ),
            "a mount of the token": container(
                lambda c: c["volumeMounts"].append({"name": "chaperone-token", "mountPath": "/t"})
            ),
            "the uid": container(lambda c: c.update(securityContext={"runAsUser": 65532})),
            "the pod's uid": lambda pod: pod["spec"].update(securityContext={"runAsUser": 65532}),
            "hostNetwork": lambda pod: pod["spec"].update(hostNetwork=True),
            "hostPID": lambda pod: pod["spec"].update(hostPID=True),
        }
        for name, change in changes.items():
            with self.subTest(name=name):
                request, pod = self.altered("09-kubectl-run")
                change(pod)
                self.assertIsNotNone(self.verdict(request, pod))

    def test_what_lies_in_the_sidecars_volumes_is_what_the_injector_puts_there(self):
        def volume(name, source):
            def change(pod):
                volumes = pod["spec"]["volumes"]
                index = next(i for i, one in enumerate(volumes) if one["name"] == name)
                volumes[index] = {"name": name, **source}

            return change

        def token(**fields):
            source = {"audience": "chaperone-hub", "expirationSeconds": 600, "path": "token", **fields}
            return {"projected": {"sources": [{"serviceAccountToken": source}]}}

        host = {"hostPath": {"path": "/var/lib/mine"}}
        more = token()
        more["projected"]["sources"].append({"configMap": {"name": "mine"}})
        mount = {"name": "chaperone-state", "mountPath": "/var/lib/chaperone", "subPath": "mine"}

        def aliases(*names):
            return lambda pod: pod["spec"].setdefault("hostAliases", []).append(
                {"ip": "10.0.0.9", "hostnames": list(names)}
            )

        changes = {
            "state of the node": volume("chaperone-state", host),
            "state that is shared": volume("chaperone-state", {"persistentVolumeClaim": {"claimName": "mine"}}),
            "state in memory": volume("chaperone-state", {"emptyDir": {"medium": "Memory"}}),
            "an API token where none is": volume("chaperone-empty", token(audience="api")),
            "a folder of the node where nothing is": volume("chaperone-empty", host),
            "a token that is written": volume("chaperone-token", {"secret": {"secretName": "mine"}}),
            "a token of the node": volume("chaperone-token", host),
            "another audience": volume("chaperone-token", token(audience="elsewhere")),
            "another file": volume("chaperone-token", token(path="other")),
            "something beside the token": volume("chaperone-token", more),
            "a part of the state": lambda pod: pod["spec"]["initContainers"][0]["volumeMounts"].__setitem__(0, mount),
            "the hub's name": aliases("elsewhere", "chaperone-hub.chaperone-system.svc"),
        }
        for name, change in changes.items():
            with self.subTest(name=name):
                request, pod = self.altered("12-init-containers")
                change(pod)
                self.assertIsNotNone(self.verdict(request, pod))
        request, pod = self.altered("12-init-containers")
        aliases("elsewhere")(pod)
        self.assertIsNone(self.verdict(request, pod))
        parameters = copy.deepcopy(self.policy.parameters)
        # Without a port it is 8443.
        parameters["data"]["hub"] = "https://hub.example.org"
        policy = AdmissionPolicy(validating(kustomized(ROOT / "k8s/base")), parameters)
        pod["spec"]["initContainers"][0]["args"][2] = "https://hub.example.org"
        self.assertIsNone(policy.verdict(request, pod))
        aliases("hub.example.org")(pod)
        self.assertIn("where the hub is", policy.verdict(request, pod))

    def test_a_pod_that_is_there_keeps_its_sidecar_and_may_change_otherwise(self):
        request, old = self.altered("12-init-containers")
        request["operation"] = "UPDATE"
        pod = copy.deepcopy(old)
        pod["spec"]["containers"][0]["image"] = "registry.example.org/clinic/app:5"
        self.assertIsNone(self.verdict(request, pod, old))
        pod["spec"]["initContainers"][0]["image"] = "registry.example.org/chaperone/chaperone:0.2.1"
        self.assertIn("cannot be changed", self.verdict(request, pod, old))
        pod = copy.deepcopy(old)
        pod["spec"]["initContainers"][0]["resources"]["limits"]["memory"] = "4Mi"
        self.assertIn("cannot be changed", self.verdict(request, pod, old))

    def test_pods_older_than_the_policy_are_let_be(self):
        old = json.loads((ADMISSION / "reviews/03-job.request.json").read_text())["request"]["object"]
        request = {"operation": "UPDATE", "userInfo": {"groups": []}}
        pod = copy.deepcopy(old)
        pod["metadata"].pop("finalizers", None)
        self.assertIsNone(self.verdict(request, pod, old))
        pod["spec"]["containers"][0]["image"] = "registry.example.org/clinic/app:5"
        self.assertIsNone(self.verdict(request, pod, old))

    def test_nobody_runs_a_program_in_the_sidecar(self):
        policy = AdmissionPolicy(validating(kustomized(ROOT / "k8s/base"), "chaperone-sidecar-exec"), {})
        request = {"operation": "CONNECT", "subResource": "exec"}
        for options, taken in [
            ({}, True),
            ({"container": "app"}, True),
            ({"container": "chaperone"}, False),
            ({"container": "chaperone-fence-check"}, False),
        ]:
            with self.subTest(options=options):
                self.assertEqual(policy.verdict(request, options) is None, taken)

    def test_debuggers_see_nothing_of_the_sidecar(self):
        request, old = self.altered("12-init-containers")
        request.update(operation="UPDATE", subResource="ephemeralcontainers")
        for name, container, taken in [
            ("plain", {"name": "d", "image": "x"}, True),
            ("beside app", {"name": "d", "image": "x", "targetContainerName": "app"}, True),
            ("beside the sidecar", {"name": "d", "image": "x", "targetContainerName": "chaperone"}, False),
            ("privileged", {"name": "d", "image": "x", "securityContext": {"privileged": True}}, False),
            ("uid", {"name": "d", "image": "x", "securityContext": {"runAsUser": 65532}}, False),
            (
                "token",
                {"name": "d", "image": "x", "volumeMounts": [{"name": "chaperone-token", "mountPath": "/t"}]},
                False,
            ),
        ]:
            with self.subTest(name=name):
                pod = copy.deepcopy(old)
                pod["spec"]["ephemeralContainers"] = [container]
                self.assertEqual(self.verdict(request, pod, old) is None, taken)


# Of the recorded verdicts.
AUTHORITY = "-----BEGIN CERTIFICATE-----\nthe hub's authority\n-----END CERTIFICATE-----\n"


class RunningInjector(unittest.TestCase):
    """A hub that is asked as an API server asks: its patches, applied by kubectl, make the pods of the recorded verdicts, which its
    own application of them made."""

    POLICY = """
apiVersion: chaperone/v1
targets:
  ehr: { protocol: postgres, upstream: 'ehr-db.example.internal:5432', listen: '127.77.0.1:5432', credential: ehr }
  billing: { protocol: postgres, upstream: 'billing-db.clinic.svc.cluster.local:5432', listen: '127.77.0.2:5432', credential: ehr }
rules: [{ name: all, action: allow }]
roles: { analyst: { match: { groups: analysts }, targets: [ehr, billing] } }
sidecars: { spool: 256MiB }
"""

    def setUp(self):
        hub = program()
        folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        listen, self.port = free_port(), free_port()
        certificate = ["-keyout", folder / "key.pem", "-out", folder / "certificate.pem", "-subj", "/CN=localhost"]
        certificate += ["-addext", "subjectAltName=DNS:localhost"]
        command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", *certificate]
        subprocess.run(command, check=True, capture_output=True)
        (folder / "authority.pem").write_text(AUTHORITY)
        (folder / "policy.yaml").write_text(self.POLICY)
        configuration = {
            "name": "hub.example",
            "listen": f"127.0.0.1:{listen}",
            "hostnames": ["localhost"],
            "injector": {
                "listen": f"127.0.0.1:{self.port}",
                "hostnames": ["localhost"],
                "tls": {"certificate": str(folder / "certificate.pem"), "key": str(folder / "key.pem")},
                "image": "registry.example.org/chaperone/chaperone:0.2.0",
                "hub": "https://chaperone-hub.chaperone-system.svc:8443",
                "hub_authority": str(folder / "authority.pem"),
                "mesh_images": ["registry.example.org/mesh/"],
            },
        }
        (folder / "hub.yaml").write_text(yaml.safe_dump(configuration))
        state = folder / "state"
        log = self.enterContext(open(folder / "log", "w+"))
        command = [hub, "serve", "--state", state, "--config", folder / "hub.yaml"]
        running = subprocess.Popen(command, stdout=log, stderr=log)
        self.addCleanup(running.wait)
        self.addCleanup(running.terminate)
        self.trusted = ssl.create_default_context(cafile=folder / "certificate.pem")
        environment = {
            "HUB_URL": f"https://localhost:{listen}",
            "HUB_CA": str(state / "ca.pem"),
            "HUB_ADMIN_TOKEN_FILE": str(state / "admin.token"),
        }
        for _ in range(50):
            command = [hub, "policy", "push", folder / "policy.yaml"]
            pushed = subprocess.run(command, env={**os.environ, **environment}, capture_output=True, text=True)
            if pushed.returncode == 0:
                return
            time.sleep(0.2)
        log.seek(0)
        self.fail(pushed.stderr + log.read())

    def answer(self, name):
        sent = (ADMISSION / "reviews" / f"{name}.request.json").read_bytes()
        request = urllib.request.Request(
            f"https://localhost:{self.port}/v1/kubernetes/inject?timeout=5s",
            sent,
            {"Content-Type": "application/json", "Accept": "application/json, */*"},
        )
        with urllib.request.urlopen(request, context=self.trusted, timeout=5) as answer:
            review = json.load(answer)
        self.assertEqual(review["response"]["uid"], json.loads(sent)["request"]["uid"])
        return review["response"]

    def test_its_answers_are_the_recorded_verdicts(self):
        patched = refused = 0
        for name, request, verdict in verdicts():
            with self.subTest(name=name):
                response = self.answer(name)
                self.assertEqual(response["allowed"], verdict["verdict"] != "refused")
                if verdict["verdict"] == "refused":
                    refused += 1
                    self.assertIn(verdict["refusal"], response["status"]["message"])
                elif "pod" in verdict:
                    patched += 1
                    self.assertEqual(response["patchType"], "JSONPatch")
                    patch = json.loads(base64.b64decode(response["patch"]))
                    self.assertEqual(applied(patch, request["object"]), applied([], verdict["pod"]))
                else:
                    self.assertNotIn("patch", response)
        self.assertGreater(patched, 20)
        self.assertGreater(refused, 5)


class WithoutWebhook(unittest.TestCase):
    """k8s/overlays/no-webhook puts into a pod what the hub's injector does."""

    @classmethod
    def setUpClass(cls):
        cls.manifests = kustomized(ROOT / "k8s/overlays/no-webhook")
        cls.mutating = cls.one("MutatingAdmissionPolicy")
        parameters = next(m for m in cls.manifests if m["metadata"]["name"] == "chaperone-sidecar" and "data" in m)
        parameters["data"].update(
            image="registry.example.org/chaperone/chaperone:0.2.0",
            meshImages="registry.example.org/mesh/",
            stateSize="320Mi",
            hubAuthorities=AUTHORITY,
            hosts="127.77.0.1 ehr-db.example.internal\n"
            "127.77.0.2 billing-db.clinic.svc.cluster.local billing-db.clinic.svc billing-db.clinic\n",
        )
        cls.parameters = parameters
        cls.policy = MutatingPolicy(cls.mutating, parameters)
        cls.validating = AdmissionPolicy(validating(cls.manifests), parameters)

    @classmethod
    def one(cls, kind):
        (found,) = [manifest for manifest in cls.manifests if manifest["kind"] == kind]
        return found

    def test_a_pod_becomes_what_the_injector_makes_of_it(self):
        count = 0
        for name, request, verdict in verdicts():
            inits = request["object"]["spec"].get("initContainers", [])
            # One that has a sidecar already the validating policy judges.
            if "pod" not in verdict or any(container["name"] == "chaperone" for container in inits):
                continue
            count += 1
            with self.subTest(name=name):
                pod = applied(self.policy.patch(request, request["object"]), request["object"])
                self.assertEqual(pod, applied([], verdict["pod"]))
                self.assertIsNone(self.validating.verdict(request, pod))
                self.assertIsNone(self.policy.patch(request, pod), "twice is once")
        self.assertGreater(count, 20)

    def test_what_it_leaves_alone_and_what_the_injector_refuses_is_refused(self):
        # Hosts entries lead their author past the lane, to where he is asked for a password.
        taken = {"18-host-aliases"}
        for name, request, verdict in verdicts():
            if request["operation"] != "CREATE" or "pod" in verdict:
                continue
            with self.subTest(name=name):
                patch = self.policy.patch(request, request["object"])
                if name == "35-mirror-pod":
                    self.assertIsNone(patch)
                    continue
                pod = applied(patch or [], request["object"])
                self.assertEqual(self.validating.verdict(request, pod) is None, name in taken)

    def test_until_it_is_told_of_the_hub_and_the_lanes_it_fails(self):
        request, pod = next((request, request["object"]) for name, request, _ in verdicts() if name == "09-kubectl-run")
        for key in ("hubAuthorities", "hosts"):
            parameters = copy.deepcopy(self.parameters)
            del parameters["data"][key]
            with self.subTest(key=key), self.assertRaisesRegex(Exception, "no such (key|member)"):
                MutatingPolicy(self.mutating, parameters).patch(request, pod)
        self.assertEqual(self.mutating["spec"]["failurePolicy"], "Fail")

    def test_authorities_of_databases_are_those_of_the_injector(self):
        parameters = copy.deepcopy(self.parameters)
        parameters["data"]["upstreamAuthorities"] = "pem"
        request, pod = next((request, request["object"]) for name, request, _ in verdicts() if name == "09-kubectl-run")
        made = applied(MutatingPolicy(self.mutating, parameters).patch(request, pod), pod)
        self.assertIsNone(AdmissionPolicy(validating(self.manifests), parameters).verdict(request, made))

    def test_another_authority_is_refused(self):
        request, pod = next((request, verdict["pod"]) for name, request, verdict in verdicts() if name == "09-kubectl-run")
        self.assertIsNone(self.validating.verdict(request, pod))
        pod = copy.deepcopy(pod)
        pod["spec"]["initContainers"][0]["env"][0]["value"] = "-----BEGIN CERTIFICATE-----\nmine\n"
        self.assertIn("not the injector's", self.validating.verdict(request, pod))

    def test_no_webhook_no_right_no_port(self):
        self.assertFalse(
            {m["kind"] for m in self.manifests} & {"MutatingWebhookConfiguration", "ClusterRole", "ClusterRoleBinding"}
        )
        (container,) = self.one("StatefulSet")["spec"]["template"]["spec"]["containers"]
        for ports in (self.one("Service")["spec"]["ports"], container["ports"]):
            self.assertEqual([port["name"] for port in ports], ["hub"])
        self.assertEqual(len(self.one("NetworkPolicy")["spec"]["ingress"]), 1)
        (configuration,) = [m["data"]["hub.yaml"] for m in self.manifests if "hub.yaml" in m.get("data", {})]
        self.assertNotIn("injector", yaml.safe_load(configuration))
        self.assertEqual(self.mutating["spec"]["matchConstraints"]["namespaceSelector"], Manifests.NAMESPACES)
        binding = self.one("MutatingAdmissionPolicyBinding")["spec"]
        self.assertEqual(binding["paramRef"]["parameterNotFoundAction"], "Deny")


if __name__ == "__main__":
    unittest.main(argv=["kubernetes.py"], verbosity=1)
