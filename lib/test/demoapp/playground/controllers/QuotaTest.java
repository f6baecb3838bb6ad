package demoapp.playground.controllers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import demoapp.json.Json;
import demoapp.playground.store.ApiException;
import demoapp.playground.store.Kinds;

/** The messages are those of golden/timelines/quota-pods and of the admission plugin's source. */
class QuotaTest {
    private final Simulation cluster = new Simulation();

    @AfterEach
    void stop() {
        cluster.close();
    }

    private void quota(String hard) {
        cluster.apply("""
                apiVersion: v1
                kind: ResourceQuota
                metadata: {name: limits}
                spec: {hard: %s}
                """.formatted(hard));
        cluster.until("the quota to be counted", () -> Json.same(
                Json.at(cluster.get(Kinds.RESOURCE_QUOTA, "limits"), "spec", "hard"),
                Json.at(cluster.get(Kinds.RESOURCE_QUOTA, "limits"), "status", "hard")));
    }

    private void pod(String name, String resources) {
        cluster.apply("""
                apiVersion: v1
                kind: Pod
                metadata: {name: %s}
                spec:
                  restartPolicy: Never
                  containers: [{name: main, image: "busybox:1.36", command: [sleep, "2"], resources: %s}]
                """.formatted(name, resources));
    }

    private String used(String resource) {
        return Json.text(cluster.get(Kinds.RESOURCE_QUOTA, "limits"), "status", "used", resource);
    }

    private static String refusal(Runnable request) {
        return assertThrows(ApiException.class, request::run).getMessage();
    }

    @Test
    void what_exceeds_the_quota_is_refused_and_what_is_over_is_given_back() {
        quota("{pods: 1}");
        pod("one", "{}");
        assertEquals("1", used("pods"));
        assertEquals("pods \"two\" is forbidden: exceeded quota: limits, requested: pods=1, used: pods=1, "
                + "limited: pods=1", refusal(() -> pod("two", "{}")));
        cluster.until("the pod to be over", () -> used("pods").equals("0"));
        pod("two", "{}");
    }

    @Test
    void of_what_a_quota_limits_every_container_must_say_how_much_it_wants() {
        quota("{requests.cpu: 1, limits.memory: 1Gi}");
        assertEquals("pods \"one\" is forbidden: failed quota: limits: must specify limits.memory for: main; "
                + "requests.cpu for: main", refusal(() -> pod("one", "{}")));
        pod("one", "{requests: {cpu: 600m, memory: 1Mi}, limits: {memory: 512Mi}}");
        assertEquals("600m", used("requests.cpu"));
        assertEquals("512Mi", used("limits.memory"));
        assertEquals("pods \"two\" is forbidden: exceeded quota: limits, requested: limits.memory=1Gi,requests.cpu=500m"
                + ", used: limits.memory=512Mi,requests.cpu=600m, limited: limits.memory=1Gi,requests.cpu=1",
                refusal(() -> pod("two", "{requests: {cpu: 0.5, memory: 1Mi}, limits: {memory: 1Gi}}")));
    }

    @Test
    void objects_of_any_kind_can_be_counted() {
        // Every namespace has one ConfigMap from its beginning: kube-root-ca.crt.
        quota("{count/configmaps: 2, configmaps: 5, persistentvolumeclaims: 0}");
        cluster.apply("{apiVersion: v1, kind: ConfigMap, metadata: {name: one}}");
        assertEquals("2", used("count/configmaps"));
        assertEquals("configmaps \"two\" is forbidden: exceeded quota: limits, requested: count/configmaps=1, used: "
                + "count/configmaps=2, limited: count/configmaps=2",
                refusal(() -> cluster.apply("{apiVersion: v1, kind: ConfigMap, metadata: {name: two}}")));
        cluster.delete(Kinds.CONFIG_MAP, "one");
        cluster.until("it to be given back", () -> used("count/configmaps").equals("1"));
    }
}
