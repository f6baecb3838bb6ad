import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import demoapp.Trial;
import demoapp.Trial.Run;
import demoapp.json.Json;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rolling update with a migration, and what else migrate-demo shows, as a trainee sees it. */
class MigrateDemoTest {
    private static final double SPEED = 20;

    @TempDir static Path folder;
    private static Trial trial;
    private static Path application;

    @BeforeAll
    static void start() throws IOException {
        trial = new Trial(folder.resolve("playground"), SPEED);
        application = Files.createDirectories(folder.resolve("app"));
        Files.createDirectories(application.resolve("db/migrate"));
        Trial.file(application, "Dockerfile", "FROM scratch\nCOPY . /\n");
        Trial.file(application, "db/migrate/20251001090000_create_messages.rb", "class CreateMessages; end");
    }

    @AfterAll
    static void stop() {
        trial.close();
    }

    @BeforeEach
    void inANamespaceOfItsOwn() {
        trial.freshNamespace();
    }

    private Run demo(String... args) {
        var all = new ArrayList<>(List.of("--app", application.toString(), "--engine", "none"));
        all.addAll(List.of(args));
        return trial.run(new MigrateDemo(), all.toArray(String[]::new));
    }

    private Map<String, Object> json(Run run) {
        assertEquals(0, run.exit(), run.err());
        return Json.read(run.out().getBytes(StandardCharsets.UTF_8));
    }

    private String image(String deployment) {
        return trial.get("apps/v1 deployments/" + deployment).text("spec", "template", "spec", "containers", 0, "image");
    }

    private static List<String> fates(Map<String, Object> told) {
        return Json.maps(told, "rollout", "pods").stream().filter(pod -> Json.truth(pod, "new"))
                .map(pod -> Json.text(pod, "migration")).sorted().toList();
    }

    @Test
    void one_puma_after_the_other_and_the_first_migrates() throws IOException {
        var picture = folder.resolve("rollout.svg");
        var run = demo("--timeline", picture.toString());
        assertEquals(0, run.exit(), run.err());
        assertEquals("demoapp:0.0.2", image("demoapp-puma"));
        assertEquals("demoapp:0.0.2", image("demoapp-sidekiq"));
        assertTrue(run.out().contains("AddLikesToMessages: migrated"), run.out());
        assertTrue(run.out().contains("So 1 of 2 new pods migrated, 0 skipped, 1 came when it was done"), run.out());
        assertTrue(run.out().contains("through Service demoapp-puma: none failed"), run.out());
        assertTrue(run.out().contains("bin/rails runner\nmessages has id, body, answer, created_at, likes\n"), run.out());
        assertTrue(Files.readString(picture).contains("demoapp-puma"));

        // The second run starts clean: it migrates once more.
        var again = json(demo("-o", "json"));
        assertEquals(List.of("migrated", "nothing_to_do"), fates(again));
        assertEquals("0", Json.text(again, "rollout", "requests", "failed"), Json.string(again));
        assertTrue(Json.number(again, 0, "rollout", "requests", "sent") > 0);

        var undone = demo("--undo");
        assertEquals(0, undone.exit(), undone.err());
        assertEquals("demoapp:0.0.1", image("demoapp-puma"));
        assertTrue(undone.out().contains("Column likes stays"), undone.out());
        assertTrue(demo("--undo").out().contains("have tag 0.0.1 already"));
    }

    @Test
    void several_pumas_at_once_and_the_lock_lets_one_migrate() {
        var told = json(demo("--replicas", "8", "-o", "json"));
        var fates = fates(told);
        assertEquals(8, fates.size(), Json.string(told));
        assertEquals(1, fates.stream().filter("migrated"::equals).count(), fates.toString());
        assertTrue(fates.contains("skipped"), fates.toString());
        assertTrue(Json.maps(told, "rollout", "pods").stream().anyMatch(pod -> Json.text(pod, "words").equals(
                "Skip migrations because another migration process is currently running.")), Json.string(told));
        var scalings = Json.maps(told, "rollout", "scalings");
        assertTrue(scalings.stream().anyMatch(scaling -> Json.number(scaling, 0, "from") == 8), scalings.toString());
        assertEquals(List.of(0L, 8L), scalings.stream().map(scaling -> Json.number(scaling, 9, "to"))
                .filter(to -> to == 0 || to == 8).sorted().toList(), scalings.toString());
        assertTrue(Json.texts(told, "columns").contains("likes"), Json.string(told));
    }

    @Test
    void a_slow_migration_lets_pumas_meet() {
        var run = demo("--replicas", "4", "--slow-migration", "20s");
        assertEquals(0, run.exit(), run.err());
        assertTrue(run.out().contains("; it sleeps 20 s\n"), run.out());
        assertTrue(run.out().contains("AddLikesToMessages: migrated (23.0000s)"), run.out());
        // Two that come afterwards may meet, too, and one of them skip nothing.
        assertTrue(run.out().matches("(?s).*So 1 of 4 new pods migrated, [12] skipped, [12] came when it was done.*"), run.out());
    }

    @Test
    void with_a_registry_of_ones_own_every_image_comes_from_there() {
        assertEquals(0, demo("--until", "build").exit());
        var run = demo("--push", "registry.example/team", "--skip", "build");
        assertEquals(0, run.exit(), run.err());
        for (var deployment : List.of("demoapp-puma", "demoapp-sidekiq")) {
            assertEquals("registry.example/team/demoapp:0.0.2", image(deployment));
        }
        assertEquals(0, demo("--push", "registry.example/team", "--undo").exit());
        assertEquals("registry.example/team/demoapp:0.0.1", image("demoapp-puma"));
        assertEquals(0, demo("--race", "--keep", "--push", "registry.example/team").exit());
        assertEquals("registry.example/team/demoapp:0.0.1", trial.http().get("/apis/apps/v1/namespaces/" + trial.namespace()
                + "-race/deployments/demoapp-puma").text("spec", "template", "spec", "containers", 0, "image"));
    }

    @Test
    void phases_are_stopped_at_left_out_and_gone_on_with() {
        var built = demo("--until", "build");
        assertEquals(0, built.exit(), built.err());
        assertEquals("demoapp:0.0.1", image("demoapp-puma"));
        assertTrue(trial.configMap("kube-system", "demoapp-images").text("data", "demoapp.0.0.2").contains(
                "db/migrate/20251101090000_add_likes_to_messages.rb"));
        assertFalse(Files.exists(application.resolve("db/migrate/20251101090000_add_likes_to_messages.rb")));
        var missing = demo("--from", "column");
        assertEquals(1, missing.exit());
        assertEquals("error: column likes is not there: the migration has not been done\n", missing.err());
        var rest = demo("--from", "rollout", "--skip", "column", "--no-requests");
        assertEquals(0, rest.exit(), rest.err());
        assertTrue(rest.out().contains("; migrated:\n"), rest.out());
        assertFalse(rest.out().contains("GET /"), rest.out());
        assertEquals(0, demo("--from", "column").exit());
        var idle = demo("--from", "rollout", "--until", "rollout");
        assertEquals(0, idle.exit(), idle.err());
        assertTrue(idle.out().contains("nothing: puma had tag 0.0.2 already"), idle.out());
    }

    @Test
    void an_image_that_was_not_built_is_a_story_too() {
        var run = demo("--skip", "build", "--tag", "0.0.9");
        assertEquals(1, run.exit(), run.out());
        assertTrue(run.out().contains("What happened"), run.out());
        assertTrue(run.err().contains("demoapp:0.0.9"), run.err());
        assertTrue(run.out().contains("none failed"), run.out());
        // and the next run mends it
        var next = demo();
        assertEquals(0, next.exit(), next.err());
        assertEquals("demoapp:0.0.2", image("demoapp-puma"));
    }

    @Test
    void the_race_of_step_1_leaves_the_namespace_alone() {
        var told = json(demo("--race", "-o", "json"));
        var pods = Json.maps(told, "race");
        assertEquals(2, pods.size(), Json.string(told));
        assertTrue(pods.stream().allMatch(pod -> Json.truth(pod, "ready")), Json.string(told));
        var crashed = pods.stream().filter(pod -> Json.number(pod, 0, "crashes") > 0).toList();
        assertEquals(1, crashed.size(), Json.string(told));
        assertTrue(Json.text(crashed.get(0), "words").startsWith("Mysql2::Error: Duplicate entry"), Json.string(told));
        assertFalse(trial.has("apps/v1 deployments/demoapp-puma"));
    }

    @Test
    void pumas_that_never_come_up_are_no_race() {
        trial.cordon(true);
        try {
            var run = demo("--race", "--timeout", "20s");
            assertEquals(1, run.exit(), run.out());
            assertTrue(run.err().contains("so there was no race"), run.err());
            assertTrue(run.out().contains("node(s) were unschedulable"), run.out());
        } finally {
            trial.cordon(false);
        }
    }

    @Test
    void data_dies_with_its_pod_in_step_2_and_stays_in_step_3() {
        var run = demo("--lose-data", "--keep");
        assertEquals(0, run.exit(), run.err());
        assertTrue(run.out().contains("  step 2: the message is lost\n  step 3: the message is kept\n"), run.out());
        assertTrue(run.out().contains("Mysql2::Error: Table 'demoapp_production.messages' doesn't exist"), run.out());
        assertTrue(run.out().endsWith("-data stays; the next run makes it anew\n"), run.out());
        assertFalse(trial.has("apps/v1 deployments/demoapp-puma"));
    }

    @Test
    void a_namespace_of_somebodys_is_not_deleted() {
        trial.namespace(trial.namespace() + "-race");
        var run = demo("--race");
        assertEquals(1, run.exit(), run.out());
        assertTrue(run.err().contains("which was not made here: it is left alone"), run.err());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --race --undo                   | 2 | only one of --undo, --race and --lose-data
            --from rollout --until build    | 2 | --from rollout comes after --until build
            --until lunch                   | 2 | Invalid value for option '--until'
            --replicas 0                    | 2 | --replicas is a number from 1 to 50
            --keep                          | 2 | --keep goes with --race or --lose-data
            --tag no:tag                    | 2 | is no tag
            --push r --target kind          | 2 | either --push or --target kind, not both
            --push a^b                      | 2 | is no registry such as
            --slow-migration 9m             | 2 | --slow-migration takes whole seconds, 8m at most
            --timeline x.png                | 2 | has to end in .html, .svg or .json
            --timeline x.svg --race         | 2 | there is none here
            --timeline x.svg --until build  | 2 | there is none here
            --app absent --from migration   | 2 | there is no db/migrate in absent
            --from rollout                  | 1 | "demoapp-puma" not found
            --undo                          | 1 | "demoapp-puma" not found
            """)
    void bad_input_is_refused_with_one_clear_error(String line, int exit, String message) {
        var run = trial.run(new MigrateDemo(), line.split(" "));
        assertEquals(exit, run.exit(), run.err());
        assertTrue(run.err().contains(message), run.err());
        assertTrue(run.err().lines().count() <= 3, run.err());
        assertFalse(trial.has("apps/v1 deployments/demoapp-puma"));
    }
}
