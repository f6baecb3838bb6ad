package demoapp.playground.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import demoapp.json.Json;
import demoapp.playground.controllers.Simulation;
import demoapp.playground.store.Kinds;

/** What Kubernetes' kubelet does by its source and documentation, where there is no recording. */
class KubeletTest {
    private final Simulation cluster = new Simulation();

    @AfterEach
    void stop() {
        cluster.close();
    }

    /** A pod `pod` with a container `main`; more lines of the container. */
    private void pod(String image, String more) {
        podWith("restartPolicy: Always", image, more);
    }

    private void podWith(String spec, String image, String more) {
        cluster.apply("""
                apiVersion: v1
                kind: Pod
                metadata: {name: pod, labels: {app: shop}}
                spec:
                  terminationGracePeriodSeconds: 5
                %s
                  containers:
                    - name: main
                      image: %s
                %s
                """.formatted(spec.indent(2), image, more.indent(6)));
    }

    private Map<String, Object> container() {
        return Json.map(cluster.pod("pod"), "status", "containerStatuses", 0);
    }

    private void untilWaiting(String reason, String message) {
        cluster.until(reason, () -> reason.equals(Json.text(container(), "state", "waiting", "reason")));
        assertEquals(message, Json.text(container(), "state", "waiting", "message"));
    }

    private void untilEvent(String reason, String message) {
        cluster.until(reason + " " + message, () -> cluster.events("pod", reason).contains(message));
    }

    private String fullName() {
        return "pod_default(%s)".formatted(Json.text(cluster.pod("pod"), "metadata", "uid"));
    }

    @Test
    void a_missing_key_is_named() {
        cluster.apply("{apiVersion: v1, kind: ConfigMap, metadata: {name: settings}, data: {A: '1'}}");
        pod("nginx:1.25", "env: [{name: B, valueFrom: {configMapKeyRef: {name: settings, key: B}}}]");
        untilWaiting("CreateContainerConfigError", "couldn't find key B in ConfigMap default/settings");
    }

    @Test
    void what_is_optional_may_be_missing() {
        podWith("volumes: [{name: v, secret: {secretName: none, optional: true}}]", "nginx:1.25", """
                envFrom: [{secretRef: {name: none, optional: true}}]
                env: [{name: B, valueFrom: {configMapKeyRef: {name: none, key: B, optional: true}}}]""");
        cluster.untilStatus(Kinds.POD, "pod", "Running", "phase");
    }

    @Test
    void a_missing_key_of_a_volume_keeps_it_from_being_mounted() {
        cluster.apply("{apiVersion: v1, kind: Secret, metadata: {name: files}, data: {a: YQ==}}");
        podWith("volumes: [{name: v, secret: {secretName: files, items: [{key: b, path: b}]}}]", "nginx:1.25", "");
        untilEvent("FailedMount", "MountVolume.SetUp failed for volume \"v\" : references non-existent secret key: b");
    }

    @Test
    void an_image_that_runs_as_root_is_refused_where_that_is_forbidden() {
        podWith("securityContext: {runAsNonRoot: true}", "nginx:1.25", "");
        cluster.until("the pod", () -> !cluster.pod("pod").isEmpty());
        untilWaiting("CreateContainerConfigError",
                "container has runAsNonRoot and image will run as root (pod: \"%s\", container: main)"
                        .formatted(fullName()));
    }

    @Test
    void variables_refer_to_others_and_to_the_pod() {
        pod("busybox:1.36", """
                command: [echo, "$(GREETING)"]
                resources: {limits: {memory: 64Mi}}
                env:
                  - {name: NAME, valueFrom: {fieldRef: {fieldPath: metadata.name}}}
                  - {name: LIMIT, valueFrom: {resourceFieldRef: {resource: limits.memory, divisor: 1Mi}}}
                  - {name: GREETING, value: "$(NAME) $(LIMIT) $$(NAME) $(ABSENT)"}""");
        cluster.until("its words", () -> cluster.log("pod").contains("pod 64 $(NAME) $(ABSENT)"));
    }

    @Test
    void a_refused_connection_fails_a_tcp_probe() {
        pod("nginx:1.25", "readinessProbe: {tcpSocket: {port: 3306}, periodSeconds: 1}");
        cluster.until("its address", () -> !Json.text(cluster.pod("pod"), "status", "podIP").isEmpty());
        untilEvent("Unhealthy", "Readiness probe failed: dial tcp %s:3306: connect: connection refused"
                .formatted(Json.text(cluster.pod("pod"), "status", "podIP")));
        assertEquals(false, container().get("ready"));
    }

    @Test
    void a_command_that_takes_too_long_fails_its_probe() {
        pod("nginx:1.25", "readinessProbe: {exec: {command: [sleep, '9']}, periodSeconds: 2}");
        untilEvent("Unhealthy", "Readiness probe failed: command \"sleep 9\" timed out");
    }

    @Test
    void a_failing_startup_probe_restarts_the_container_and_no_other_probe_asks_before() {
        pod("nginx:1.25", """
                startupProbe: {httpGet: {path: /no, port: 80}, periodSeconds: 1, failureThreshold: 2}
                livenessProbe: {httpGet: {path: /none, port: 80}, periodSeconds: 1}""");
        untilEvent("Killing", "Container main failed startup probe, will be restarted");
        assertTrue(cluster.events("pod", "Unhealthy").stream().allMatch(event -> event.startsWith("Startup")));
    }

    @Test
    void a_failing_post_start_hook_kills_the_container() {
        pod("nginx:1.25", "lifecycle: {postStart: {exec: {command: ['false']}}}");
        untilEvent("FailedPostStartHook", "PostStartHook failed");
        untilEvent("Killing", "FailedPostStartHook");
        cluster.until("the error", () -> cluster.history(change -> change.kind() == Kinds.POD).stream()
                .anyMatch(change -> List.of("PostStartHookError", "CrashLoopBackOff").contains(Json.text(change.object(),
                        "status", "containerStatuses", 0, "state", "waiting", "reason"))));
    }

    @Test
    void a_pod_that_runs_longer_than_its_deadline_fails() {
        podWith("activeDeadlineSeconds: 3", "nginx:1.25", "");
        cluster.untilStatus(Kinds.POD, "pod", "Failed", "phase");
        assertEquals("DeadlineExceeded", Json.text(cluster.pod("pod"), "status", "reason"));
        assertEquals("Pod was active on the node longer than the specified deadline",
                Json.text(cluster.pod("pod"), "status", "message"));
    }

    @Test
    void a_new_image_restarts_the_container() {
        pod("nginx:1.25", "");
        cluster.untilStatus(Kinds.POD, "pod", "Running", "phase");
        cluster.registry.update(Kinds.POD, Simulation.NAMESPACE, "pod", "test", pod -> {
            Json.maps(pod, "spec", "containers").get(0).put("image", "nginx:1.27");
            return pod;
        });
        untilEvent("Killing", "Container main definition changed, will be restarted");
        cluster.until("the new image", () -> Json.text(container(), "image").endsWith("nginx:1.27")
                && Json.number(container(), 0, "restartCount") == 1);
    }

    @Test
    void the_last_words_of_a_failure_are_its_message_where_that_is_wanted() {
        podWith("restartPolicy: Never", "busybox:1.36", """
                command: [sh, -c, "echo no database; exit 4"]
                terminationMessagePolicy: FallbackToLogsOnError""");
        cluster.untilStatus(Kinds.POD, "pod", "Failed", "phase");
        assertEquals("no database\n", Json.text(container(), "state", "terminated", "message"));
    }

    @Test
    void a_readiness_gate_keeps_the_pod_from_being_ready() {
        podWith("readinessGates: [{conditionType: example.com/lights}]", "nginx:1.25", "");
        cluster.untilStatus(Kinds.POD, "pod", "Running", "phase");
        cluster.until("ready containers", () -> Json.truth(container(), "ready"));
        var ready = Json.maps(cluster.pod("pod"), "status", "conditions").stream()
                .filter(condition -> "Ready".equals(condition.get("type"))).findFirst().orElseThrow();
        assertEquals("corresponding condition of pod readiness gate \"example.com/lights\" does not exist.",
                ready.get("message"));
    }

    @Test
    void after_a_restart_the_sandbox_is_made_anew() throws Exception {
        pod("nginx:1.25", "");
        cluster.untilStatus(Kinds.POD, "pod", "Running", "phase");
        try (var again = cluster.restarted()) {
            again.until("the container to run again", () -> Json.truth(again.pod("pod"), "status", "containerStatuses",
                    0, "ready") && again.events("pod", "SandboxChanged")
                    .contains("Pod sandbox changed, it will be killed and re-created."));
            assertEquals(255, Json.number(again.pod("pod"), 0, "status", "containerStatuses", 0, "lastState",
                    "terminated", "exitCode"));
        }
    }
}
