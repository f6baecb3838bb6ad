package demoapp.playground.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import demoapp.json.Json;
import demoapp.playground.controllers.Simulation;
import demoapp.playground.store.Kinds;

/** What becomes of a pod; the expectations are golden/timelines, recorded from a real kubelet. */
class PodTest {
    private final Simulation cluster = new Simulation();

    @AfterEach
    void stop() {
        cluster.close();
    }

    private void pod(String image, String more) {
        cluster.apply("""
                apiVersion: v1
                kind: Pod
                metadata: {name: pod}
                spec:
                  terminationGracePeriodSeconds: 5
                  containers:
                    - name: main
                      image: %s
                %s
                """.formatted(image, more.indent(6)));
    }

    private String state(String... path) {
        var steps = new ArrayList<Object>(List.of("status", "containerStatuses", 0, "state"));
        steps.addAll(List.of(path));
        return Json.text(cluster.pod("pod"), steps.toArray());
    }

    private void untilWaiting(String reason) {
        cluster.until(reason, () -> reason.equals(state("waiting", "reason")));
    }

    @Test
    void a_pod_runs_and_is_ready_and_has_an_address() {
        pod("nginx:1.25", "");
        cluster.untilStatus(Kinds.POD, "pod", "Running", "phase");
        var pod = cluster.pod("pod");
        assertTrue(Json.text(pod, "status", "podIP").startsWith("10.244."));
        assertTrue(Json.text(pod, "status", "containerStatuses", 0, "containerID").startsWith("containerd://"));
        assertEquals(List.of("PodReadyToStartContainers True", "Initialized True", "Ready True", "ContainersReady True",
                "PodScheduled True"), Json.maps(pod, "status", "conditions").stream()
                .map(c -> c.get("type") + " " + c.get("status")).toList());
        for (var reason : List.of("Scheduled", "Pulling", "Pulled", "Created", "Started")) {
            assertEquals(1, cluster.events("pod", reason).size(), reason);
        }
    }

    @Test
    void a_crashing_container_restarts_at_once_then_backs_off() {
        pod("busybox:1.36", "command: [sh, -c, 'echo starting; sleep 1; exit 1']");
        untilWaiting("CrashLoopBackOff");
        var uid = Json.text(cluster.pod("pod"), "metadata", "uid");
        assertEquals("back-off 10s restarting failed container=main pod=pod_default(%s)".formatted(uid),
                state("waiting", "message"));
        cluster.until("longer back-off", () -> state("waiting", "message").startsWith("back-off 40s"));
        var status = Json.at(cluster.pod("pod"), "status", "containerStatuses", 0);
        assertEquals(3, Json.number(status, 0, "restartCount"));
        assertEquals(1, Json.number(status, 0, "lastState", "terminated", "exitCode"));
        assertEquals("Running", Json.text(cluster.pod("pod"), "status", "phase"));
        var previous = cluster.node.log("default", "pod", "main", true).orElseThrow();
        assertEquals("starting", previous.get(0).text());
    }

    @Test
    void an_image_that_does_not_exist_cannot_be_pulled() {
        pod("nginx:9.99-nope", "");
        untilWaiting("ErrImagePull");
        assertEquals("rpc error: code = NotFound desc = failed to pull and unpack image "
                + "\"docker.io/library/nginx:9.99-nope\": failed to resolve reference "
                + "\"docker.io/library/nginx:9.99-nope\": docker.io/library/nginx:9.99-nope: not found",
                state("waiting", "message"));
        untilWaiting("ImagePullBackOff");
        untilWaiting("ErrImagePull");
        assertEquals("Pending", Json.text(cluster.pod("pod"), "status", "phase"));
    }

    @Test
    void an_image_with_policy_never_has_to_be_there() {
        pod("absent:1", "imagePullPolicy: Never");
        untilWaiting("ErrImageNeverPull");
        assertEquals("Container image \"absent:1\" is not present with pull policy of Never",
                state("waiting", "message"));
    }

    @Test
    void an_image_name_that_cannot_be_parsed_is_refused() {
        pod("Bad//Image", "");
        untilWaiting("InvalidImageName");
        assertEquals("Failed to apply default image tag \"Bad//Image\": couldn't parse image name \"Bad//Image\": "
                + "invalid reference format: repository name (/Image) must be lowercase", state("waiting", "message"));
    }

    @Test
    void a_new_demoapp_image_has_to_be_built_first() {
        pod("demoapp:0.0.2", "command: [true]");
        untilWaiting("ErrImagePull");
        cluster.registry.create(Kinds.CONFIG_MAP, "kube-system", Json.object("apiVersion", "v1", "kind", "ConfigMap",
                "metadata", Json.object("name", "demoapp-images"), "data", Json.object("demoapp.0.0.2", "")), "test");
        cluster.until("it to run", () -> Json.number(cluster.pod("pod"), 0, "status", "containerStatuses", 0,
                "restartCount") > 0);
    }

    @Test
    void a_missing_config_map_keeps_the_container_from_being_created() {
        pod("nginx:1.25", "envFrom: [{configMapRef: {name: settings}}]");
        untilWaiting("CreateContainerConfigError");
        assertEquals("configmap \"settings\" not found", state("waiting", "message"));
        assertTrue(cluster.events("pod", "Failed").contains("Error: configmap \"settings\" not found"));
        cluster.apply("{apiVersion: v1, kind: ConfigMap, metadata: {name: settings}, data: {A: '1'}}");
        cluster.untilStatus(Kinds.POD, "pod", "Running", "phase");
    }

    @Test
    void a_missing_secret_volume_keeps_the_container_creating() {
        cluster.apply("""
                apiVersion: v1
                kind: Pod
                metadata: {name: pod}
                spec:
                  containers: [{name: main, image: "nginx:1.25"}]
                  volumes: [{name: v, secret: {secretName: files}}]
                """);
        cluster.until("the event", () -> cluster.events("pod", "FailedMount")
                .contains("MountVolume.SetUp failed for volume \"v\" : secret \"files\" not found"));
        assertEquals("ContainerCreating", state("waiting", "reason"));
        cluster.apply("{apiVersion: v1, kind: Secret, metadata: {name: files}, data: {a: YQ==}}");
        cluster.untilStatus(Kinds.POD, "pod", "Running", "phase");
    }

    @Test
    void init_containers_run_in_turn_before_the_others() {
        cluster.apply("""
                apiVersion: v1
                kind: Pod
                metadata: {name: pod}
                spec:
                  initContainers:
                    - {name: one, image: "busybox:1.36", command: [sh, -c, "sleep 2"]}
                    - {name: two, image: "busybox:1.36", command: [sh, -c, "sleep 2"]}
                  containers: [{name: main, image: "nginx:1.25"}]
                """);
        cluster.untilStatus(Kinds.POD, "pod", "Running", "phase");
        assertEquals(List.of("Started container one", "Started container two", "Started container main"),
                cluster.events("pod", "Started"));
        var messages = cluster.history(c -> c.kind() == Kinds.POD).stream()
                .map(c -> Json.maps(c.object(), "status", "conditions").stream()
                        .filter(condition -> "Initialized".equals(condition.get("type")))
                        .map(condition -> Json.text(condition, "message")).findFirst().orElse("")).distinct().toList();
        assertEquals(List.of("", "containers with incomplete status: [one two]",
                "containers with incomplete status: [two]"), messages);
    }

    @Test
    void a_failing_liveness_probe_restarts_the_container() {
        pod("nginx:1.25", "livenessProbe: {httpGet: {path: /nope, port: 80}, periodSeconds: 2, failureThreshold: 2}");
        cluster.until("a restart", () -> Json.number(cluster.pod("pod"), 0, "status", "containerStatuses", 0,
                "restartCount") == 1);
        assertEquals(List.of("Liveness probe failed: HTTP probe failed with statuscode: 404"),
                cluster.events("pod", "Unhealthy"));
        assertEquals(List.of("Container main failed liveness probe, will be restarted"),
                cluster.events("pod", "Killing"));
    }

    @Test
    void a_deleted_pod_shuts_down_and_goes() {
        pod("nginx:1.25", "");
        cluster.untilStatus(Kinds.POD, "pod", "Running", "phase");
        cluster.delete(Kinds.POD, "pod");
        cluster.until("it to go", () -> cluster.pod("pod").isEmpty());
        assertEquals("Succeeded", lastPhase());
        assertEquals(List.of("Stopping container main"), cluster.events("pod", "Killing"));
    }

    @Test
    void a_container_that_ignores_sigterm_is_killed_after_the_grace_period() {
        pod("busybox:1.36", "command: [sleep, infinity]");
        cluster.untilStatus(Kinds.POD, "pod", "Running", "phase");
        cluster.delete(Kinds.POD, "pod");
        cluster.until("it to go", () -> cluster.pod("pod").isEmpty());
        assertEquals("Failed", lastPhase());
        var last = cluster.history(c -> c.kind() == Kinds.POD && c.type().equals("DELETED")).get(0).before();
        assertEquals(137, Json.number(last, 0, "status", "containerStatuses", 0, "state", "terminated", "exitCode"));
    }

    private String lastPhase() {
        return Json.text(cluster.history(c -> c.kind() == Kinds.POD && c.type().equals("DELETED")).get(0).before(),
                "status", "phase");
    }

    @Test
    void a_pod_that_asks_for_too_much_stays_pending() {
        pod("nginx:1.25", "resources: {requests: {cpu: '64'}}");
        var message = "0/1 nodes are available: 1 Insufficient cpu. preemption: 0/1 nodes are available: "
                + "1 No preemption victims found for incoming pod.";
        cluster.until("the refusal", () -> cluster.events("pod", "FailedScheduling").contains(message));
        assertEquals(message, Json.text(cluster.pod("pod"), "status", "conditions", 0, "message"));
    }

    @Test
    void a_pod_for_another_node_stays_pending() {
        cluster.apply("""
                apiVersion: v1
                kind: Pod
                metadata: {name: pod}
                spec:
                  nodeSelector: {disk: ssd}
                  containers: [{name: main, image: "nginx:1.25"}]
                """);
        cluster.until("the refusal", () -> cluster.events("pod", "FailedScheduling").contains(
                "0/1 nodes are available: 1 node(s) didn't match Pod's node affinity/selector. preemption: 0/1 nodes "
                        + "are available: 1 Preemption is not helpful for scheduling."));
    }

    @Test
    void after_a_restart_of_the_playground_containers_run_again() throws Exception {
        pod("nginx:1.25", "");
        cluster.untilStatus(Kinds.POD, "pod", "Running", "phase");
        try (var again = cluster.restarted()) {
            assertTrue(again.log("pod").contains("ready for start up"));
            again.until("the container to run again", () ->
                    Json.number(again.pod("pod"), 0, "status", "containerStatuses", 0, "restartCount") == 1
                    && Json.truth(again.pod("pod"), "status", "containerStatuses", 0, "ready"));
        }
    }
}
