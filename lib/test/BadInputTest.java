import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;

import demoapp.Trial;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What cannot work is refused in one to three lines that name file and line, and nothing has been written. */
class BadInputTest {
    @TempDir static Path playground;
    private static Trial trial;

    @TempDir Path folder;

    @BeforeAll
    static void start() {
        trial = new Trial(playground);
    }

    @AfterAll
    static void stop() {
        trial.close();
    }

    @AfterEach
    void nothing_was_written() {
        assertEquals(List.of(), trial.items("v1 configmaps").stream()
                .filter(map -> !demoapp.json.Json.text(map, "metadata", "name").equals("kube-root-ca.crt")).toList());
        assertEquals(List.of(), trial.items("apps/v1 deployments"));
    }

    /** The bad manifest, along with a good one. */
    private void refused(int exit, String expected, String bad, String... args) {
        Trial.file(folder, "good.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: good}\n");
        Trial.file(folder, "bad.yaml", bad);
        var all = new java.util.ArrayList<>(List.of("-f", folder.toString()));
        all.addAll(List.of(args));
        says(exit, expected, all.toArray(String[]::new));
    }

    private void says(int exit, String expected, String... args) {
        var run = trial.run(new ApplyStep(), args);
        assertEquals(exit, run.exit(), run.out() + run.err());
        assertTrue(run.err().contains(expected), "expected: " + expected + "\nbut was: " + run.err());
        assertTrue(!run.err().contains("hunter2") && !run.err().contains("47.11"), "the value is shown: " + run.err());
        assertTrue(run.err().lines().count() <= 4, "too long: " + run.err());
    }

    @Test
    void no_such_step() {
        says(2, "there is no step 7: the steps are 1 to 4", "7");
        says(2, "which step?");
        says(2, "either a step or -f, not both", "1", "-f", "x.yaml");
        says(2, "'three' is no step; manifests of your own go with -f", "three");
    }

    @Test
    void options_that_do_not_go_together_or_do_not_exist() {
        says(2, "--prune goes with a step", "-f", "x.yaml", "--prune");
        says(2, "--prune-volumes goes with --prune", "1", "--prune-volumes");
        says(2, "Unknown option: '--prun'", "1", "--prun");
        says(2, "'soon' is no duration such as 90s, 5m or 1h30m", "1", "--timeout", "soon");
    }

    @Test
    void a_file_that_is_not_there() {
        says(1, folder.resolve("absent.yaml") + ": no such file", "-f", folder.resolve("absent.yaml").toString());
        says(1, "no manifests found", "-f", folder.toString());
    }

    @Test
    void malformed_yaml() {
        refused(1, "bad.yaml:4: is no valid YAML", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a\n");
        refused(1, "bad.yaml:3: is no valid YAML", "apiVersion: v1\nkind: ConfigMap\nkind: Secret\nmetadata: {name: a}\n");
        refused(1, "bad.yaml:1: is no Kubernetes object", "just text");
    }

    @Test
    void an_object_without_what_every_object_has() {
        refused(1, "bad.yaml:2: the object has no kind", "---\napiVersion: v1\nmetadata: {name: a}\n");
        refused(1, "bad.yaml:1: the object has no metadata.name (generateName cannot be applied)",
                "apiVersion: v1\nkind: ConfigMap\nmetadata: {generateName: a-}\n");
    }

    @Test
    void the_same_object_twice() {
        refused(1, "good.yaml:1: configmap/good is at " + folder.resolve("bad.yaml") + ":2 already",
                "---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: good}\n");
    }

    @Test
    void placeholders_that_are_not_declared() {
        refused(1, "bad.yaml:4: ${TAG} is not declared: --set TAG=…, or write $${TAG}",
                "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {image: \"demoapp:${TAG}\"}\n");
        refused(1, "--set TAB: no manifest has ${TAB}", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n",
                "--set", "TAB=1");
    }

    @Test
    void references_to_what_is_nowhere() {
        refused(1, "bad.yaml:10: deployment.apps/web refers to ConfigMap web-env, which is neither here nor in namespace", """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: web}
                spec:
                  selector: {matchLabels: {app: web}}
                  template:
                    metadata: {labels: {app: web}}
                    spec:
                      containers:
                        - {name: web, image: nginx, envFrom: [{configMapRef: {name: web-env}}]}
                """);
        refused(1, "refers to Service web", """
                apiVersion: networking.k8s.io/v1
                kind: Ingress
                metadata: {name: web}
                spec: {defaultBackend: {service: {name: web, port: {number: 80}}}}
                """);
        refused(1, "refers to PersistentVolumeClaim data", """
                apiVersion: v1
                kind: Pod
                metadata: {name: web}
                spec:
                  containers: [{name: web, image: nginx}]
                  volumes: [{name: data, persistentVolumeClaim: {claimName: data}}]
                """);
    }

    @Test
    void api_versions_that_the_cluster_does_not_have() {
        refused(1, "bad.yaml:1: the cluster has no extensions/v1beta1",
                "apiVersion: extensions/v1beta1\nkind: Ingress\nmetadata: {name: a}\n");
        refused(1, "bad.yaml:1: the cluster has no v1 Konfigmap", "apiVersion: v1\nkind: Konfigmap\nmetadata: {name: a}\n");
    }

    @Test
    void what_the_server_refuses_is_known_before_anything_is_written() {
        refused(1, "bad.yaml:1: service/a is refused: ",
                "apiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec: {ports: [{port: 99999}]}\n");
        refused(1, "bad.yaml:1: configmap/a is refused: ", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndate: {}\n");
    }

    @Test
    void a_secrets_value_that_is_a_number_is_not_repeated() {
        refused(1, "bad.yaml:4: stringData.PIN is no text: put it in quotes",
                "apiVersion: v1\nkind: Secret\nmetadata: {name: a}\nstringData: {PIN: 47.11}\n");
        for (var value : new String[] {"*hunter2", "!hunter2 x", "@hunter2", "`hunter2"}) {
            refused(1, "has to be in quotes",
                    "apiVersion: v1\nkind: Secret\nmetadata: {name: a}\nstringData:\n  P: " + value + "\n");
        }
        refused(1, "illegal base64 data at input byte 7",
                "apiVersion: v1\nkind: Secret\nmetadata: {name: a}\ndata: {P: \"hunter2-notb64!\"}\n");
        refused(1, "bad.yaml:4: stringData has to be a map",
                "apiVersion: v1\nkind: Secret\nmetadata: {name: a}\nstringData: hunter2\n");
    }

    @Test
    void a_namespace_that_does_not_exist() {
        var run = Trial.runAsIs(new ApplyStep(), "3", "--kubeconfig", trial.kubeconfig().toString(), "-n", "nowhere");
        assertEquals(1, run.exit());
        assertEquals("error: there is no namespace nowhere: it has to be made first\n", run.err());
    }
}
