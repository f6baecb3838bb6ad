package demoapp.rollout;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.Yaml;

/** Literal statuses and events, as a cluster shows them: what lasts, what may pass, and what is no trouble at all. */
class TroublesTest {
    private static final String WAITING = "{spec: {restartPolicy: Always}, status: {phase: Pending, containerStatuses:"
            + " [{name: web, state: {waiting: {reason: %s, message: '%s'}}}]}}";
    private static final String CRASHED =
            "{spec: {restartPolicy: %s, containers: [{name: web, resources: {limits: {memory: 64Mi}}}]},"
            + " status: {phase: Running, containerStatuses: [{name: web, restartCount: %d,"
            + " state: {waiting: {reason: CrashLoopBackOff, message: back-off}}, lastState: {terminated: {%s}}}]}}";

    static List<Arguments> pods() {
        return List.of(
                pod("an image that is not there", WAITING.formatted("ErrImagePull", "nginx:9: not found"), "",
                        "lasting ErrImagePull: nginx:9: not found"),
                pod("a registry that hiccups", WAITING.formatted("ErrImagePull", "i/o timeout"),
                        "[{reason: Failed, count: 2, message: 'Failed to pull image',"
                        + " involvedObject: {fieldPath: 'spec.containers{web}'}}]",
                        "passing ErrImagePull: i/o timeout"),
                pod("a registry that keeps failing", WAITING.formatted("ErrImagePull", "i/o timeout"),
                        "[{reason: Failed, count: 3, message: 'Failed to pull image',"
                        + " involvedObject: {fieldPath: 'spec.containers{web}'}}]",
                        "lasting ErrImagePull: i/o timeout"),
                pod("an older kubelet, whose back-off does not say why",
                        WAITING.formatted("ImagePullBackOff", "Back-off pulling image \"x\""),
                        "[{reason: Failed, message: 'Failed to pull image \"x\": manifest unknown'}]",
                        "lasting ImagePullBackOff: Failed to pull image \"x\": manifest unknown"),
                pod("an image that is never pulled", WAITING.formatted("ErrImageNeverPull", "not present"), "",
                        "lasting ErrImageNeverPull: not present"),
                pod("a name that is none", WAITING.formatted("InvalidImageName", "cannot parse"), "",
                        "lasting InvalidImageName: cannot parse"),
                pod("a missing ConfigMap", WAITING.formatted("CreateContainerConfigError", "configmap \"a\" not found"), "",
                        "lasting CreateContainerConfigError: configmap \"a\" not found"),
                pod("a kubelet that has not caught up", WAITING.formatted("CreateContainerConfigError",
                        "failed to sync configmap cache: timed out"), "",
                        "passing CreateContainerConfigError: failed to sync configmap cache: timed out"),
                pod("a container that is being created", WAITING.formatted("ContainerCreating", ""), "", "none"),
                pod("the first two crashes", CRASHED.formatted("Always", 1, "exitCode: 1"), "",
                        "passing CrashLoopBackOff: exit code 1, 2 times"),
                pod("a third crash", CRASHED.formatted("Always", 2, "exitCode: 1"), "",
                        "lasting CrashLoopBackOff: exit code 1, 3 times"),
                pod("a signal", CRASHED.formatted("Always", 2, "exitCode: 139"), "",
                        "lasting CrashLoopBackOff: exit code 139 (signal 11), 3 times"),
                pod("too much memory", CRASHED.formatted("Always", 2, "exitCode: 137, reason: OOMKilled"), "",
                        "lasting OOMKilled: over its memory limit of 64Mi, 3 times"),
                pod("a crash after hours of good service", CRASHED.formatted("Always", 9, "exitCode: 1,"
                        + " startedAt: '2026-01-01T00:00:00Z', finishedAt: '2026-01-01T05:00:00Z'"), "",
                        "passing CrashLoopBackOff: exit code 1, 10 times"),
                pod("a Job's pod, which its backoffLimit judges", CRASHED.formatted("OnFailure", 4, "exitCode: 1"), "",
                        "passing CrashLoopBackOff: exit code 1, 5 times"),
                pod("killed by its liveness probe", CRASHED.formatted("Always", 3, "exitCode: 0, reason: Completed"),
                        "[{reason: Killing, message: 'Container web failed liveness probe, will be restarted'},"
                        + " {reason: Unhealthy, message: 'Liveness probe failed: 404',"
                        + " involvedObject: {fieldPath: 'spec.containers{web}'}}]",
                        "lasting CrashLoopBackOff: exit code 0, 4 times; Container web failed liveness probe, will be restarted:"
                        + " Liveness probe failed: 404"),
                pod("an init container that crashes",
                        "{spec: {restartPolicy: Always}, status: {phase: Pending, initContainerStatuses:"
                        + " [{name: wait, restartCount: 2, state: {waiting: {reason: CrashLoopBackOff}},"
                        + " lastState: {terminated: {exitCode: 2}}}]}}", "", "lasting CrashLoopBackOff: exit code 2, 3 times"),
                pod("an init container that is done",
                        "{spec: {restartPolicy: Always}, status: {phase: Pending, initContainerStatuses:"
                        + " [{name: wait, restartCount: 0, state: {terminated: {exitCode: 0}}}]}}", "", "none"),
                pod("a slow start",
                        "{status: {phase: Running, containerStatuses: [{name: web, ready: false, state: {running: {}}}]}}",
                        "[{reason: Unhealthy, count: 40, message: 'Readiness probe failed: 503',"
                        + " involvedObject: {fieldPath: 'spec.containers{web}'}}]",
                        "passing Unhealthy: Readiness probe failed: 503"),
                pod("two probes that fail by turns",
                        "{status: {phase: Running, containerStatuses: [{name: web, ready: false, state: {running: {}}}]}}",
                        "[{reason: Unhealthy, lastTimestamp: '1', message: 'Readiness probe failed: 503',"
                        + " involvedObject: {fieldPath: 'spec.containers{web}'}},"
                        + " {reason: Unhealthy, lastTimestamp: '2', message: 'Liveness probe failed: 503',"
                        + " involvedObject: {fieldPath: 'spec.containers{web}'}}]",
                        "passing Unhealthy: Readiness probe failed: 503"),
                pod("a probe that failed before all was well",
                        "{status: {phase: Running, containerStatuses: [{name: web, ready: true, state: {running: {}}}]}}",
                        "[{reason: Unhealthy, message: 'Readiness probe failed: 503',"
                        + " involvedObject: {fieldPath: 'spec.containers{web}'}}]",
                        "none"),
                pod("a missing Secret as a volume", "{status: {phase: Pending}}",
                        "[{reason: FailedMount,"
                        + " message: 'MountVolume.SetUp failed for volume \"v\" : secret \"files\" not found'}]",
                        "lasting FailedMount: MountVolume.SetUp failed for volume \"v\" : secret \"files\" not found"),
                pod("a volume that is slow to come", "{status: {phase: Pending}}",
                        "[{reason: FailedAttachVolume, count: 2, message: 'timed out'}]",
                        "passing FailedAttachVolume: timed out"),
                pod("evicted", "{status: {phase: Failed, reason: Evicted, message: low on memory}}", "",
                        "passing Evicted: low on memory"),
                pod("on its way out", "{metadata: {deletionTimestamp: now}, status: {phase: Running, containerStatuses:"
                        + " [{name: web, restartCount: 9, state: {terminated: {exitCode: 137}}}]}}", "", "none"));
    }

    private static Arguments pod(String what, String pod, String events, String expected) {
        return Arguments.of(what, pod, events.isEmpty() ? "[]" : events, expected);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("pods")
    void a_pods_trouble(String what, String pod, String events, String expected) {
        Map<String, Object> object = new Yaml().load(pod);
        List<Map<String, Object>> list = new Yaml().load(events);
        assertEquals(expected, PodTrouble.of(object, Events.about(object, list), true).map(TroublesTest::text).orElse("none"));
    }

    private static String text(Trouble trouble) {
        return (trouble.lasting() ? "lasting " : "passing ") + trouble.reason() + ": " + trouble.message();
    }

    private static Around around(String replicaSets, String pods, String events, boolean mayGrow) {
        var yaml = new Yaml();
        return new Around(yaml.load(replicaSets), yaml.load(pods), List.of(), yaml.load(events), mayGrow);
    }

    private static String trouble(String object, Around around) {
        return Troubles.of(new Yaml().load(object), around).map(TroublesTest::text).orElse("none");
    }

    private static final String WEB = "{kind: Deployment, metadata: {name: web, uid: d, generation: 2, annotations:"
            + " {deployment.kubernetes.io/revision: '2'}}, status: {observedGeneration: %d%s}}";
    private static final String SETS = "[{metadata: {uid: old, ownerReferences: [{uid: d}], annotations:"
            + " {deployment.kubernetes.io/revision: '1'}}}, {metadata: {uid: new, ownerReferences: [{uid: d}], annotations:"
            + " {deployment.kubernetes.io/revision: '2'}}}]";
    private static final String STUCK = "[{metadata: {name: web-%s-1, ownerReferences: [{uid: %1$s}]}, status: {phase: Pending,"
            + " containerStatuses: [{name: web, state: {waiting: {reason: ErrImageNeverPull, message: absent}}}]}}]";

    @Test
    void only_the_newest_revisions_pods_count() {
        assertEquals("lasting ErrImageNeverPull: absent",
                trouble(WEB.formatted(2, ""), around(SETS, STUCK.formatted("new"), "[]", false)));
        assertEquals("none", trouble(WEB.formatted(2, ""), around(SETS, STUCK.formatted("old"), "[]", false)));
    }

    @Test
    void before_the_controller_has_seen_a_change_nothing_is_said() {
        assertEquals("none", trouble(WEB.formatted(1, ""), around(SETS, STUCK.formatted("new"), "[]", false)));
    }

    @Test
    void a_quota_that_is_used_up_lasts_unless_old_pods_are_going() {
        var web = WEB.formatted(2, ", conditions: [{type: ReplicaFailure, status: 'True',"
                + " message: 'pods is forbidden: exceeded quota'}]");
        assertEquals("lasting FailedCreate: pods is forbidden: exceeded quota", trouble(web, around(SETS, "[]", "[]", false)));
        assertEquals("passing FailedCreate: pods is forbidden: exceeded quota", trouble(web, around(SETS,
                "[{metadata: {name: web-old-1, deletionTimestamp: now, ownerReferences: [{uid: old}]}}]", "[]", false)));
    }

    @Test
    void pods_of_a_stateful_set_that_are_refused() {
        var set = "{kind: StatefulSet, metadata: {uid: s, generation: 1}, status: {observedGeneration: 1}}";
        assertEquals("lasting FailedCreate: admission webhook x denied the request", trouble(set, around("[]", "[]",
                "[{reason: FailedCreate, lastTimestamp: '1', message: admission webhook x denied the request,"
                        + " involvedObject: {uid: s}}]", false)));
        assertEquals("none", trouble(set, around("[]", "[]", "[{reason: FailedCreate, lastTimestamp: '1', message: is forbidden,"
                + " involvedObject: {uid: s}}, {reason: SuccessfulCreate, lastTimestamp: '2', involvedObject: {uid: s}}]",
                false)));
    }

    @Test
    void a_pod_that_fits_nowhere_lasts_only_where_no_room_can_come() {
        var pods = "[{metadata: {name: web-new-1, ownerReferences: [{uid: new}]}, status: {phase: Pending, conditions:"
                + " [{type: PodScheduled, status: 'False', reason: Unschedulable, message: '%s'}]}}%s]";
        var cpu = "0/1 nodes are available: 1 Insufficient cpu.";
        var web = WEB.formatted(2, "");
        assertEquals("lasting Unschedulable: " + cpu, trouble(web, around(SETS, pods.formatted(cpu, ""), "[]", false)));
        assertEquals("passing Unschedulable: " + cpu, trouble(web, around(SETS, pods.formatted(cpu, ""), "[]", true)),
                "autoscaled");
        assertEquals("passing Unschedulable: " + cpu, trouble(web, around(SETS, pods.formatted(cpu,
                ", {metadata: {name: web-old-1, deletionTimestamp: now, ownerReferences: [{uid: old}]}}"), "[]", false)));
        var drained = "0/1 nodes are available: 1 node(s) were unschedulable.";
        assertEquals("passing Unschedulable: " + drained, trouble(web, around(SETS, pods.formatted(drained, ""), "[]", false)));
    }

    @Test
    void a_claim_of_a_class_that_is_not_there() {
        var claim = "{kind: PersistentVolumeClaim, metadata: {uid: c}, status: {phase: Pending}}";
        assertEquals("lasting ProvisioningFailed: storageclass.storage.k8s.io \"fast\" not found",
                trouble(claim, around("[]", "[]",
                "[{reason: ProvisioningFailed, message: 'storageclass.storage.k8s.io \"fast\" not found',"
                        + " involvedObject: {uid: c}}]",
                false)));
        assertEquals("passing ProvisioningFailed: quota of disks", trouble(claim, around("[]", "[]",
                "[{reason: ProvisioningFailed, message: quota of disks, involvedObject: {uid: c}}]", false)));
    }

    @Test
    void a_lasting_trouble_makes_a_failure_of_whatever_the_counters_say() {
        var lasting = Trouble.of(true, "FailedCreate", "no");
        assertEquals(new Verdict(Verdict.State.FAILED, "FailedCreate: no", lasting), Verdict.progressing("0 of 1").with(lasting));
        var passing = Trouble.of(false, "FailedCreate", "no");
        assertEquals(new Verdict(Verdict.State.PROGRESSING, "0 of 1; FailedCreate: no", passing),
                Verdict.progressing("0 of 1").with(passing));
    }
}
