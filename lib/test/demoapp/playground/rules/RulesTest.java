package demoapp.playground.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.yaml.snakeyaml.Yaml;

import demoapp.json.Json;
import demoapp.playground.store.ApiException;
import demoapp.playground.store.Clock;
import demoapp.playground.store.Kinds;
import demoapp.playground.store.Registry;
import demoapp.playground.store.Store;

/** What the API server fills in and refuses that no recorded conversation is about, read from its source. */
class RulesTest {
    private final Store store = new Store();
    private final Clock clock = new Clock(1000);
    private final Registry registry = new Registry(store, clock);

    @BeforeEach
    void namespace() {
        registry.create(Kinds.NAMESPACE, "", Json.object("metadata", Json.object("name", "shop")), "test");
        registry.create(Kinds.SERVICE_ACCOUNT, "shop", Json.object("metadata", Json.object("name", "default")), "test");
    }

    @AfterEach
    void close() {
        clock.close();
        store.close();
    }

    /** @param kind as `networking.k8s.io/v1 Ingress` */
    private Map<String, Object> create(String kind, String body) {
        var words = kind.split(" ");
        var object = Json.map(new Yaml().load(body));
        object.putIfAbsent("metadata", Json.object("name", "x"));
        var of = Kinds.of(words[0], words[1]).orElseThrow();
        return registry.create(of, of.namespaced() ? "shop" : "", object, "test");
    }

    private String refusal(String kind, String body) {
        return assertThrows(ApiException.class, () -> create(kind, body)).getMessage();
    }

    private static final String BACKEND = "backend: {service: {name: web, port: {number: 80}}}";

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "{tls: [{hosts: ['a_b']}], rules: [{host: a.example}]} | spec.tls[0].hosts[0]: Invalid value: \"a_b\": a lowercase",
        "{tls: [{hosts: ['*.a'], secretName: 'A'}], rules: [{host: a.b}]} | spec.tls[0].secretName: Invalid value: \"A\": a low",
        "{rules: [{host: 'b*.example'}]} | spec.rules[0].host: Invalid value: \"b*.example\": a wildcard DNS-1123 subdomain must",
        "{rules: [{host: 10.0.0.1}]} | spec.rules[0].host: Invalid value: \"10.0.0.1\": must be a DNS name, not an IP address",
        "{rules: [{http: {paths: [{path: /a//b, pathType: Prefix, BACKEND}]}}]} | "
                + "paths[0].path: Invalid value: \"/a//b\": must not contain '//'",
        "{rules: [{http: {paths: [{path: /a/.., pathType: Exact, BACKEND}]}}]} | "
                + "paths[0].path: Invalid value: \"/a/..\": cannot end with '/..'",
        "{rules: [{http: {paths: [{path: /, pathType: Regex, BACKEND}]}}]} | "
                + "supported values: \"Exact\", \"ImplementationSpecific\", \"Prefix\"",
        "{defaultBackend: {}} | spec.defaultBackend: Invalid value: \"\": resource or service backend is required",
        "{defaultBackend: {service: {name: 1a, port: {number: 80}}}} | "
                + "spec.defaultBackend.service.name: Invalid value: \"1a\": a DNS-1035",
        "{defaultBackend: {service: {name: a, port: {number: 80, name: http}}}} | "
                + "spec.defaultBackend: Invalid value: \"\": cannot set both",
        "{defaultBackend: {service: {name: a, port: {number: 70000}}}} | must be between 1 and 65535, inclusive",
        "{ingressClassName: A, defaultBackend: {service: {name: a, port: {number: 1}}}} | "
                + "spec.ingressClassName: Invalid value: \"A\""})
    void an_ingress_that_does_not_fit(String spec, String message) {
        contains(message, refusal("networking.k8s.io/v1 Ingress", "{spec: %s}".formatted(spec.replace("BACKEND", BACKEND))));
    }

    private static void contains(String part, String whole) {
        assertEquals(part, whole.contains(part) ? part : whole);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "v1 LimitRange | {spec: {limits: [{type: Box}]}} | "
                + "spec.limits[0].type: Invalid value: \"Box\": must be a standard limit type or fully qualified",
        "v1 LimitRange | {spec: {limits: [{type: Pod, default: {cpu: '1'}}]}} | "
                + "spec.limits[0].default: Forbidden: may not be specified when `type` is 'Pod'",
        "v1 LimitRange | {spec: {limits: [{type: PersistentVolumeClaim}]}} | "
                + "either minimum or maximum storage value is required, but neither was provided",
        "v1 LimitRange | {spec: {limits: [{type: Pod, min: {cpu: '2'}, max: {cpu: '1'}}]}} | "
                + "min value 2 is greater than max value 1",
        "v1 ResourceQuota | {spec: {hard: {boxes: '1'}}} | must be a standard resource for quota",
        "v1 ResourceQuota | {spec: {hard: {pods: '-1'}}} | "
                + "spec.hard[pods]: Invalid value: \"-1\": must be greater than or equal to 0",
        "v1 ResourceQuota | {spec: {hard: {pods: 500m}}} | must be an integer",
        "v1 ResourceQuota | {spec: {hard: {services: '1'}, scopes: [BestEffort]}} | "
                + "spec.scopes: Invalid value: []core.ResourceQuotaScope{\"BestEffort\"}: unsupported scope applied to resource",
        "coordination.k8s.io/v1 Lease | {spec: {leaseDurationSeconds: 0}} | "
                + "spec.leaseDurationSeconds: Invalid value: 0: must be greater than 0",
        "networking.k8s.io/v1 IngressClass | {spec: {controller: nginx}} | "
                + "spec.controller: Invalid value: \"nginx\": must be a domain-prefixed path",
        "networking.k8s.io/v1 IngressClass | {spec: {controller: a.b/c, parameters: {kind: K, name: n, scope: Namespace}}} | "
                + "spec.parameters.namespace: Required value: `parameters.scope` is set to 'Namespace'",
        "networking.k8s.io/v1 NetworkPolicy | {spec: {ingress: [{from: [{}]}]}} | "
                + "spec.ingress[0].from[0]: Required value: must specify a peer",
        "networking.k8s.io/v1 NetworkPolicy | {spec: {egress: [{ports: [{port: 90, endPort: 80}]}]}} | "
                + "spec.egress[0].ports[0].endPort: Invalid value: 90: must be greater than or equal to `port`",
        "storage.k8s.io/v1 StorageClass | {reclaimPolicy: Recycle, provisioner: a/b} | "
                + "Unsupported value: \"Recycle\": supported values: \"Delete\", \"Retain\"",
        "storage.k8s.io/v1 StorageClass | {} | provisioner: Required value",
        "v1 PersistentVolume | {spec: {accessModes: [ReadWriteOnce], capacity: {storage: 1Gi}}} | "
                + "spec: Required value: must specify a volume type",
        "v1 PersistentVolume | {spec: {hostPath: {path: /a}, nfs: {server: a, path: /b}, capacity: {storage: 1Gi}}} | "
                + "spec.nfs: Forbidden: may not specify more than 1 volume type",
        "scheduling.k8s.io/v1 PriorityClass | {value: 2000000000} | "
                + "value: Forbidden: maximum allowed value of a user defined priority is 1000000000",
        "rbac.authorization.k8s.io/v1 Role | {rules: [{verbs: [get], nonResourceURLs: [/a]}]} | "
                + "namespaced rules cannot apply to non-resource URLs",
        "rbac.authorization.k8s.io/v1 Role | {rules: [{verbs: [get], apiGroups: ['']}]} | "
                + "rules[0].resources: Required value: resource rules must supply at least one resource",
        "rbac.authorization.k8s.io/v1 RoleBinding | {roleRef: {kind: Roll, name: a}} | "
                + "unsupported role reference kind: \"Roll\"",
        "rbac.authorization.k8s.io/v1 ClusterRoleBinding | {roleRef: {kind: ClusterRole, name: a}, subjects: "
                + "[{kind: ServiceAccount, name: a}]} | subjects[0].namespace: Required value",
        "policy/v1 PodDisruptionBudget | {spec: {minAvailable: 1, maxUnavailable: 1}} | "
                + "minAvailable and maxUnavailable cannot be both set",
        "policy/v1 PodDisruptionBudget | {spec: {minAvailable: 101%}} | must not be greater than 100%",
        "autoscaling/v2 HorizontalPodAutoscaler | {spec: {maxReplicas: 1, scaleTargetRef: {kind: Deployment}}} | "
                + "spec.scaleTargetRef.name: Required value",
        "v1 Endpoints | {subsets: [{addresses: [{ip: 127.0.0.1}]}]} | may not be in the loopback range (127.0.0.0/8, ::1/128)",
        "v1 Event | {involvedObject: {namespace: other}} | "
                + "involvedObject.namespace: Invalid value: \"other\": does not match event.namespace",
        "v1 Pod | {spec: {priorityClassName: high, containers: [{name: a, image: b}]}} | "
                + "no PriorityClass with name high was found"})
    void other_objects_that_do_not_fit(String kind, String body, String message) {
        contains(message, refusal(kind, body));
    }

    @Test
    void a_limit_range_fills_in_and_refuses() {
        var range = create("v1 LimitRange", """
                {spec: {limits: [{type: Container, max: {cpu: '2', memory: 1Gi}, default: {cpu: '1'}, min: {cpu: 100m}}]}}
                """);
        assertEquals(Json.object("cpu", "1", "memory", "1Gi"), Json.at(range, "spec", "limits", 0, "default"));
        assertEquals(Json.object("cpu", "1", "memory", "1Gi"), Json.at(range, "spec", "limits", 0, "defaultRequest"));

        var pod = create("v1 Pod", "{spec: {containers: [{name: main, image: nginx, resources: {requests: {cpu: 200m}}}]}}");
        assertEquals(Json.object("limits", Json.object("cpu", "1", "memory", "1Gi"),
                "requests", Json.object("cpu", "200m", "memory", "1Gi")), Json.at(pod, "spec", "containers", 0, "resources"));
        assertEquals("LimitRanger plugin set: memory request for container main; cpu, memory limit for container main",
                Json.text(pod, "metadata", "annotations", "kubernetes.io/limit-ranger"));
        assertEquals("Burstable", Json.text(pod, "status", "qosClass"));

        assertEquals("pods \"y\" is forbidden: [minimum cpu usage per Container is 100m, but request is 50m, "
                + "maximum cpu usage per Container is 2, but limit is 3]", refusal("v1 Pod", """
                {metadata: {name: y}, spec: {containers: [{name: a, image: b, resources: {requests: {cpu: 50m},
                  limits: {cpu: '3'}}}]}}
                """));
    }

    @Test
    void a_priority_class_sets_a_pods_priority() {
        create("scheduling.k8s.io/v1 PriorityClass", "{metadata: {name: high}, value: 7, preemptionPolicy: Never}");
        var pod = create("v1 Pod", "{spec: {priorityClassName: high, containers: [{name: a, image: b}]}}");
        assertEquals(List.of(7L, "Never"), List.of(Json.number(pod, 0, "spec", "priority"),
                Json.text(pod, "spec", "preemptionPolicy")));
    }

    @Test
    void what_is_fixed_from_the_start_stays() {
        create("storage.k8s.io/v1 StorageClass", "{provisioner: a.b/c}");
        create("networking.k8s.io/v1 IngressClass", "{spec: {controller: a.b/c}}");
        create("v1 ResourceQuota", "{spec: {hard: {pods: '1'}}}");
        assertEquals("StorageClass.storage.k8s.io \"x\" is invalid: provisioner: Forbidden: updates to provisioner are "
                + "forbidden.", change("storage.k8s.io/v1 StorageClass", "a.b/d", "provisioner"));
        contains("spec.controller: Invalid value: \"a.b/d\": field is immutable",
                change("networking.k8s.io/v1 IngressClass", "a.b/d", "spec", "controller"));
        contains("spec.scopes: Invalid value: []core.ResourceQuotaScope{\"Terminating\"}: field is immutable",
                change("v1 ResourceQuota", List.of("Terminating"), "spec", "scopes"));
    }

    private String change(String kind, Object value, String... path) {
        var words = kind.split(" ");
        var of = Kinds.of(words[0], words[1]).orElseThrow();
        return assertThrows(ApiException.class, () -> registry.update(of, of.namespaced() ? "shop" : "", "x",
                new Registry.Write("test", "", false, false), object -> {
                    Json.set(object, value, path);
                    return object;
                })).getMessage();
    }

    @Test
    void a_network_policy_is_about_what_comes_in_and_if_it_says_so_what_goes_out() {
        assertEquals(List.of("Ingress"), Json.texts(create("networking.k8s.io/v1 NetworkPolicy",
                "{metadata: {name: in}, spec: {podSelector: {}}}"), "spec", "policyTypes"));
        var both = create("networking.k8s.io/v1 NetworkPolicy", "{spec: {egress: [{ports: [{port: 53}]}]}}");
        assertEquals(List.of("Ingress", "Egress"), Json.texts(both, "spec", "policyTypes"));
        assertEquals("TCP", Json.text(both, "spec", "egress", 0, "ports", 0, "protocol"));
    }
}
