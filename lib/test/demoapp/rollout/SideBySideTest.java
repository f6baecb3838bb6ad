package demoapp.rollout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;

/** What `rollout watch` shows of literal objects. */
class SideBySideTest {
    private static final Map<String, Object> WEB = new Yaml().load("""
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web, uid: d, annotations: {deployment.kubernetes.io/revision: '2'}}
            spec: {replicas: 2, strategy: {type: RollingUpdate, rollingUpdate: {maxSurge: 1, maxUnavailable: 0}}}
            status: {replicas: 3, updatedReplicas: 1, availableReplicas: 2}
            """);

    private static Around around() {
        var yaml = new Yaml();
        return new Around(yaml.load("""
                - metadata: {name: web-1a, uid: new, ownerReferences: [{uid: d}], annotations: {deployment.kubernetes.io/revision: '2'}}
                  spec: {replicas: 1, template: {spec: {containers: [{image: registry.example.com/some/where/web:2}]}}}
                  status: {replicas: 1}
                - metadata: {name: web-0b, uid: old, ownerReferences: [{uid: d}], annotations: {deployment.kubernetes.io/revision: '1'}}
                  spec: {replicas: 2, template: {spec: {containers: [{image: web:1}]}}}
                  status: {replicas: 2, readyReplicas: 2}
                """), yaml.load("""
                - metadata: {name: web-0b-aaaaa, ownerReferences: [{uid: old}]}
                  spec: {containers: [{name: web}]}
                  status: {phase: Running, containerStatuses: [{name: web, ready: true, restartCount: 3, state: {running: {}}}]}
                - metadata: {name: web-0b-bbbbb, ownerReferences: [{uid: old}]}
                  spec: {containers: [{name: web}]}
                  status: {phase: Running, containerStatuses: [{name: web, ready: true, state: {running: {}}}]}
                - metadata: {name: web-1a-ccccc, ownerReferences: [{uid: new}]}
                  spec: {initContainers: [{name: wait}], containers: [{name: web}]}
                  status:
                    phase: Pending
                    initContainerStatuses: [{name: wait, state: {waiting: {reason: ImagePullBackOff, message: 'wait:9: not found'}}}]
                    containerStatuses: [{name: web, state: {waiting: {reason: PodInitializing}}}]
                """), List.of(), List.of(), false);
    }

    private static List<String> lines(int columns) {
        return SideBySide.of(WEB, around(), columns).stream().map(line -> line.plainString().stripTrailing()).toList();
    }

    @Test
    void old_and_new_stand_beside_each_other_with_what_is_wrong_beneath() {
        assertEquals("""
                deployment.apps/web
                  1 of 2 updated; 3 pods of at most 3, 2 ready of at least 2
                  old web-0b                             new web-1a
                  web:1                                  registry.example.com/some/where/web:2
                  2 wanted, 2 there, 2 ready             1 wanted, 1 there, 0 ready
                  aaaaa  Running  1/1    ↻3              ccccc  Init:ImagePullBackOff  0/1
                  bbbbb  Running  1/1
                  pod web-1a-ccccc, container wait: ImagePullBackOff: wait:9: not found
                """.stripTrailing(), String.join("\n", lines(80)));
    }

    @ParameterizedTest
    @ValueSource(ints = {62, 80, 120})
    void no_line_is_wider_than_the_terminal(int columns) {
        lines(columns).forEach(line -> assertTrue(line.length() <= columns, line));
    }
}
