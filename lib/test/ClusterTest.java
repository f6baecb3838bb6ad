import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;

import demoapp.Trial;
import demoapp.Trial.Run;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which cluster is meant, and which is not touched. */
class ClusterTest {
    @TempDir Path folder;

    private Run apply(String server, String... args) {
        var kubeconfig = Trial.file(folder, "kubeconfig", """
                apiVersion: v1
                kind: Config
                current-context: somewhere
                contexts:
                - {name: somewhere, context: {cluster: c, user: u}}
                - {name: minikube, context: {cluster: c, user: u}}
                - {name: broken, context: {cluster: absent, user: u}}
                clusters: [{name: c, cluster: {server: "%s"}}]
                users: [{name: u, user: {token: t}}]
                """.formatted(server));
        var all = new java.util.ArrayList<>(java.util.List.of("1", "--kubeconfig", kubeconfig.toString()));
        all.addAll(java.util.List.of(args));
        return Trial.runAsIs(new ApplyStep(), all.toArray(String[]::new));
    }

    private static void assertSays(int exit, String expected, Run run) {
        assertEquals(exit, run.exit(), run.err());
        assertTrue(run.err().contains(expected), run.err());
    }

    @Test
    void a_cluster_that_is_not_local_must_be_named() {
        assertSays(2, "context \"somewhere\" (https://k8s.invalid:6443/) is not a local cluster",
                apply("https://k8s.invalid:6443"));
        assertSays(2, "name it: --context somewhere", apply("https://k8s.invalid:6443"));
        assertSays(1, "cannot reach the cluster of context \"somewhere\"",
                apply("https://k8s.invalid:6443", "--context", "somewhere"));
    }

    @Test
    void a_loopback_address_or_a_local_name_is_enough() {
        assertSays(1, "nothing answers there. Is it running?", apply("https://127.0.0.1:1"));
        assertSays(1, "cannot reach the cluster of context \"minikube\"",
                apply("https://k8s.invalid:6443", "--context", "minikube"));
    }

    @Test
    void a_context_that_does_not_exist_is_not_replaced_by_another() {
        assertSays(2, "there is no context \"prod\" in the kubeconfig; there is: somewhere, minikube, broken",
                apply("https://127.0.0.1:1", "--context", "prod"));
        assertSays(2, "names a cluster that the file does not have", apply("https://127.0.0.1:1", "--context", "broken"));
    }

    @Test
    void a_kubeconfig_that_is_none() {
        assertSays(2, "no such kubeconfig", Trial.runAsIs(new ApplyStep(), "1", "--kubeconfig", folder.resolve("x").toString()));
        var empty = Trial.file(folder, "empty", "apiVersion: v1\nkind: Config\ncontexts: null\n");
        assertSays(2, "the kubeconfig has no contexts", Trial.runAsIs(new ApplyStep(), "1", "--kubeconfig", empty.toString()));
        var text = Trial.file(folder, "text", "a: [");
        assertSays(2, "is no kubeconfig", Trial.runAsIs(new ApplyStep(), "1", "--kubeconfig", text.toString()));
    }
}
