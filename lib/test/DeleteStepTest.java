import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;

import demoapp.Trial;
import demoapp.Trial.Run;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeleteStepTest {
    @TempDir Path folder;
    private Trial trial;

    @BeforeEach
    void start() {
        trial = new Trial(folder.resolve("playground"));
        assertEquals(0, trial.run(new ApplyStep(), "4", "--no-wait").exit());
    }

    @AfterEach
    void stop() {
        trial.close();
    }

    private Run delete(String... args) {
        var run = trial.run(new DeleteStep(), args);
        assertEquals(0, run.exit(), run.err());
        return run;
    }

    @Test
    void deletes_all_but_the_volumes_and_says_so() {
        var run = delete("4");
        assertTrue(run.out().contains("deployment.apps/demoapp-puma deleted"), run.out());
        assertTrue(run.out().contains("persistentvolumeclaim/demoapp-mysql kept, with its data"), run.out());
        assertTrue(trial.items("apps/v1 deployments").isEmpty());
        assertTrue(trial.has("v1 persistentvolumeclaims/demoapp-mysql"));
        assertTrue(run.out().contains("secret/demoapp-puma-tls kept, with its key"), run.out());
    }

    @Test
    void what_is_gone_already_does_not_matter() {
        delete("4");
        assertEquals(4, delete("4").lines().size(), "only the two claims and the TLS Secret are left to speak of, and the end");
    }

    @Test
    void volumes_go_when_asked_for_and_the_wait_lasts_until_they_are_gone() {
        var run = delete("4", "--delete-volumes");
        assertFalse(trial.has("v1 persistentvolumeclaims/demoapp-mysql"));
        assertTrue(run.out().contains("persistentvolumeclaim/demoapp-mysql deleted"), run.out());
    }

    @Test
    void a_dry_run_deletes_nothing() {
        var run = delete("4", "--delete-volumes", "--dry-run");
        assertTrue(run.out().contains("deployment.apps/demoapp-puma deleted (dry run)"), run.out());
        assertTrue(trial.has("apps/v1 deployments/demoapp-puma"));
    }

    @Test
    void a_namespace_of_ones_own_manifests_is_kept_too() {
        var file = Trial.file(folder, "own.yaml", """
                apiVersion: v1
                kind: Namespace
                metadata: {name: shop}
                ---
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: shop, namespace: shop}
                """).toString();
        assertEquals(0, trial.run(new ApplyStep(), "-f", file).exit());
        var run = delete("-f", file);
        assertTrue(run.out().contains("configmap/shop deleted"), run.out());
        assertTrue(run.out().contains("namespace/shop kept, with its data"), run.out());
    }
}
