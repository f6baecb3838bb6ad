import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import demoapp.FaultyProxy;
import demoapp.RunningScript;
import demoapp.Trial;
import demoapp.Trial.Run;
import demoapp.json.Json;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogsTest {
    @TempDir Path folder;
    private Trial trial;

    @BeforeEach
    void start() {
        trial = new Trial(folder.resolve("playground"));
    }

    @AfterEach
    void stop() {
        trial.close();
    }

    private RunningScript follow(Path kubeconfig, String... args) {
        var all = new ArrayList<>(List.of("--kubeconfig", kubeconfig.toString(), "-n", trial.namespace(), "-f"));
        all.addAll(List.of(args));
        return new RunningScript(new Logs(), all.toArray(String[]::new));
    }

    private RunningScript follow(String... args) {
        return follow(trial.kubeconfig(), args);
    }

    private Run logs(String... args) {
        return trial.run(new Logs(), args);
    }

    private Path apply(String name, String manifest, String... args) {
        var file = Trial.file(folder, name + ".yaml", manifest);
        var all = new ArrayList<>(List.of("-f", file.toString()));
        all.addAll(List.of(args));
        var run = trial.run(new ApplyStep(), all.toArray(String[]::new));
        assertEquals(0, run.exit(), run.err());
        return file;
    }

    private void delete(Path file) {
        assertEquals(0, trial.run(new DeleteStep(), "-f", file.toString(), "--no-wait").exit());
    }

    private static String pod(String name, String restartPolicy, String script) {
        return """
                apiVersion: v1
                kind: Pod
                metadata: {name: %s, labels: {app: demoapp}}
                spec:
                  restartPolicy: %s
                  terminationGracePeriodSeconds: 1
                  containers: [{name: main, image: busybox, command: [sh, -c, "%s"]}]
                """.formatted(name, restartPolicy, script);
    }

    private static String job(String script) {
        return """
                apiVersion: batch/v1
                kind: Job
                metadata: {name: work}
                spec:
                  backoffLimit: 0
                  template:
                    metadata: {labels: {app: work}}
                    spec:
                      restartPolicy: Never
                      containers: [{name: main, image: busybox, command: [sh, -c, "%s"]}]
                """.formatted(script);
    }

    private static String web(String says) {
        return """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: web}
                spec:
                  replicas: 2
                  selector: {matchLabels: {app: web}}
                  template:
                    metadata: {labels: {app: web}}
                    spec:
                      terminationGracePeriodSeconds: 1
                      containers: [{name: main, image: busybox, command: [sh, -c, "%s"]}]
                """.formatted(says);
    }

    /** A script that counts, and takes its time. */
    private static String counting(int to, int pause) {
        return String.join("", IntStream.rangeClosed(1, to)
                .mapToObj(i -> "echo line " + i + "; sleep " + pause + "; ").toList());
    }

    private static List<String> messages(Run run) {
        return run.lines().stream().map(line -> line.split(" ", 3)[2]).toList();
    }

    private long restarts(String pod) {
        return Json.number(trial.get("v1 pods/" + pod).body(), 0, "status", "containerStatuses", 0, "restartCount");
    }

    @Test
    void a_rolling_update_is_followed_from_the_old_pods_to_the_new() throws Exception {
        apply("web", web("echo first; sleep infinity"));
        var following = follow("deploy/web");
        following.awaitOut("first");

        var file = apply("web", web("echo second; sleep infinity"));
        following.awaitOut("second");
        delete(file);

        var run = following.end();
        assertEquals(0, run.exit(), run.err());
        assertEquals(List.of("first", "first", "second", "second"), messages(run));
        assertEquals(4, run.lines().stream().map(line -> line.split(" ")[0]).distinct().count(), run.out());
        assertEquals(4, run.err().lines().filter(line -> line.matches("\\+ web-\\w+-\\w+ main")).count(), run.err());
        assertEquals(4, run.err().lines().filter(line -> line.matches("- web-\\w+-\\w+")).count(), run.err());
    }

    @Test
    void broken_connections_lose_no_line_and_double_none() throws Exception {
        try (var proxy = new FaultyProxy(trial.kubeconfig(), folder.resolve("proxied"))) {
            proxy.dropStreamsAfter(60);
            var following = follow(proxy.kubeconfig(), "pod/counts");
            following.awaitErr("waiting: there is no pod/counts");
            apply("counts", pod("counts", "Never", counting(150, 2)), "--no-wait");

            var run = following.end();
            assertEquals(0, run.exit(), run.err());
            assertEquals(IntStream.rangeClosed(1, 150).mapToObj(i -> "line " + i).toList(), messages(run));
            assertTrue(proxy.droppedStreams() > 3, "only " + proxy.droppedStreams() + " were dropped");
        }
    }

    @Test
    void an_api_server_that_has_just_started_may_forbid_everything_for_a_while() throws Exception {
        try (var proxy = new FaultyProxy(trial.kubeconfig(), folder.resolve("proxied"))) {
            proxy.dropStreamsAfter(60);
            var following = follow(proxy.kubeconfig(), "pod/counts");
            following.awaitErr("waiting: there is no pod/counts");
            apply("counts", pod("counts", "Never", counting(150, 2)), "--no-wait");
            following.awaitOut("line 3");
            proxy.restart(6);

            var run = following.end();
            assertEquals(0, run.exit(), run.err());
            assertEquals(IntStream.rangeClosed(1, 150).mapToObj(i -> "line " + i).toList(), messages(run));
            assertEquals(0, proxy.faultsLeft());
        }
    }

    @Test
    void a_container_that_crashes_while_the_connection_is_broken_is_read_to_its_end() throws Exception {
        try (var proxy = new FaultyProxy(trial.kubeconfig(), folder.resolve("proxied"))) {
            proxy.dropStreamsAfter(20);
            var following = follow(proxy.kubeconfig(), "pod/crashes");
            following.awaitErr("waiting: there is no pod/crashes");
            var file = apply("crashes", pod("crashes", "Always", counting(10, 20) + "exit 1"), "--no-wait");
            following.awaitErr("+ crashes main (restart 3)");
            delete(file);

            var run = following.end();
            assertEquals(0, run.exit(), run.err());
            var lines = messages(run);
            assertTrue(lines.size() >= 30, run.out());
            assertEquals(IntStream.range(0, lines.size()).mapToObj(i -> "line " + (i % 10 + 1)).toList(), lines);
        }
    }

    @Test
    void following_ends_with_the_job() throws Exception {
        apply("job", job("echo working; sleep 5; echo done"), "--no-wait");
        for (var args : new String[][] {{"job/work"}, {"-l", "app=work"}}) {
            var run = follow(args).end();
            assertEquals(0, run.exit(), run.err());
            assertEquals(List.of("working", "done"), messages(run));
        }
    }

    @Test
    void a_job_that_fails_is_a_failure() throws Exception {
        apply("job", job("echo working; exit 3"), "--no-wait");
        for (var args : new String[][] {{"job/work"}, {"-l", "app=work"}}) {
            var run = follow(args).end();
            assertEquals(1, run.exit(), run.err());
            assertEquals(List.of("working"), messages(run));
            assertTrue(run.err().contains("error: job.batch/work has failed: BackoffLimitExceeded"), run.err());
        }
    }

    @Test
    void a_job_that_does_not_end_in_time_and_pods_that_never_come() throws Exception {
        apply("job", job("echo working; sleep infinity"), "--no-wait");
        var unended = follow("job/work", "--timeout", "1s").end();
        assertEquals(3, unended.exit(), unended.err());
        assertTrue(unended.err().contains("timed out: job.batch/work has not ended"), unended.err());

        var absent = follow("-l", "app=nothing", "--timeout", "1s").end();
        assertEquals(3, absent.exit(), absent.err());
        assertTrue(absent.err().contains("timed out: there is no pod with app=nothing"), absent.err());
    }

    @Test
    void time_that_is_up_is_no_failure_where_nothing_is_to_end() throws Exception {
        apply("web", web("echo first; sleep infinity"));
        var run = follow("deploy/web", "--timeout", "1s").end();
        assertEquals(0, run.exit(), run.err());
        assertEquals(List.of("first", "first"), messages(run));
    }

    @Test
    void the_whole_application_in_the_order_of_time() {
        var up = trial.run(new ApplyStep(), "3");
        assertEquals(0, up.exit(), up.err());
        var all = logs("--timestamps");
        assertEquals(0, all.exit(), all.err());
        var times = all.lines().stream().map(line -> Instant.parse(line.split(" ")[2])).toList();
        assertEquals(times.stream().sorted().toList(), times);
        assertTrue(times.size() > 50, all.out());

        assertEquals(logs("3").out(), logs().out());
        var step1 = logs("1");
        assertTrue(step1.out().contains("demoapp-puma-") && !step1.out().contains("demoapp-setup-db-"), step1.out());
        var two = logs("setup-db", "deploy/demoapp-redis");
        assertEquals(List.of("redis", "setup-db"), two.lines().stream().map(line -> line.split(" ")[1]).distinct().sorted()
                .toList());
        assertTrue(two.out().contains("Created database"), two.out());
    }

    @Test
    void init_containers_and_sidecars_belong_to_a_pod() {
        apply("pod", """
                apiVersion: v1
                kind: Pod
                metadata: {name: many}
                spec:
                  initContainers:
                    - {name: prepare, image: busybox, command: [sh, -c, "echo one"]}
                    - {name: aside, image: busybox, restartPolicy: Always, command: [sh, -c, "echo two; sleep infinity"]}
                  containers: [{name: main, image: busybox, command: [sh, -c, "echo three; sleep infinity"]}]
                """);
        assertEquals("many prepare one\nmany aside two\nmany main three\n", logs("many").out());
        assertEquals("many aside two\n", logs("many", "-c", "aside").out());
        says(1, "there is no container other; there is: aside, main, prepare", "many", "-c", "other");
    }

    @Test
    void only_some_of_it() {
        apply("pod", pod("done", "Never", "echo good; echo bad; sleep 600; echo ugly; echo bad again"), "--no-wait");
        RunningScript.await(() -> trial.get("v1 pods/done").text("status", "phase").equals("Succeeded"), () -> "does not end");
        assertEquals(List.of("good", "bad", "ugly", "bad again"), messages(logs()));
        assertEquals(List.of("ugly", "bad again"), messages(logs("--tail", "2")));
        assertEquals(List.of(), messages(logs("--tail", "0")));
        assertEquals(List.of("bad", "ugly"), messages(logs("--include", "^b", "--include", "ugly", "--exclude", "again$")));
        assertEquals(List.of("good", "bad", "ugly", "bad again"), messages(logs("--since", "1h")));
        var ugly = Instant.parse(logs("--timestamps", "--include", "ugly").out().split(" ")[2]);
        var since = Duration.between(ugly, Instant.now()).plusSeconds(1);
        assertEquals(List.of("ugly", "bad again"), messages(logs("--since", since.toMillis() / 1000.0 + "s")));
    }

    @Test
    void what_was_before_a_tail_does_not_come_after_a_broken_connection() throws Exception {
        try (var proxy = new FaultyProxy(trial.kubeconfig(), folder.resolve("proxied"))) {
            var says = String.join("", IntStream.range(0, 40).mapToObj(i -> "echo old " + i + "; ").toList());
            apply("pod", pod("long", "Never", says + "sleep 300; " + counting(50, 2)));
            proxy.dropStreamsAfter(20);

            var run = follow(proxy.kubeconfig(), "pod/long", "--tail", "2").end();

            // How far it had come when it was looked at is chance: the last two then, and all that followed.
            var all = new ArrayList<>(List.of("old 38", "old 39"));
            IntStream.rangeClosed(1, 50).forEach(i -> all.add("line " + i));
            var shown = messages(run);
            assertTrue(shown.size() >= 2 && shown.size() <= all.size(), run.out());
            assertEquals(all.subList(all.size() - shown.size(), all.size()), shown);
        }
    }

    @Test
    void lines_for_machines() {
        apply("pod", pod("done", "Never", "echo good"), "--no-wait");
        RunningScript.await(() -> trial.get("v1 pods/done").text("status", "phase").equals("Succeeded"), () -> "does not end");
        var line = Json.read(logs("-o", "json").out().getBytes());
        assertTrue(Instant.parse(Json.text(line, "time")).isAfter(Instant.EPOCH));
        line.remove("time");
        assertEquals(Json.object("namespace", trial.namespace(), "pod", "done", "container", "main", "message", "good"), line);
    }

    @Test
    void the_log_of_a_container_before_its_last_restart() {
        apply("pod", pod("steady", "Always", "echo good; sleep infinity"));
        says(1, "there is no log of a container before a restart", "-p");

        apply("crash", pod("crashes", "Always", "echo bad; sleep 30; exit 1"), "--no-wait");
        RunningScript.await(() -> restarts("crashes") > 0, () -> "it does not crash");
        assertEquals("crashes main bad\n", logs("-p").out());
    }

    @Test
    void a_container_that_has_not_started() {
        apply("pod", pod("waits", "Always", "echo good").replace("busybox", "busybox:missing"), "--no-wait");
        RunningScript.await(() -> trial.get("v1 pods/waits").text("status", "containerStatuses", 0, "state", "waiting", "reason")
                .contains("Pull"), () -> "it is pulled");
        says(1, "container \"main\" in pod \"waits\" is waiting to start: ", "waits");

        apply("other", pod("runs", "Always", "echo good; sleep infinity"));
        var run = logs();
        assertEquals(0, run.exit(), run.err());
        assertEquals("runs main good\n", run.out());
        assertTrue(run.err().startsWith("waits main: container"), run.err());
    }

    @Test
    void following_waits_for_containers_that_start_later() throws Exception {
        var file = apply("pod", """
                apiVersion: v1
                kind: Pod
                metadata: {name: late}
                spec:
                  initContainers: [{name: prepare, image: busybox, command: [sh, -c, "echo one; sleep 100"]}]
                  containers: [{name: main, image: busybox, command: [sh, -c, "echo two; sleep infinity"]}]
                """, "--no-wait");
        var following = follow("late", "-c", "main");
        following.awaitOut("late main two");
        delete(file);
        var run = following.end();
        assertEquals(0, run.exit(), run.err());
        assertEquals("late main two\n", run.out());
    }

    @Test
    void what_is_not_there() {
        says(1, "there is no pod/web in namespace " + trial.namespace() + "; there are no pods at all", "web");
        apply("web", web("sleep infinity"));
        says(1, "there is no deployment.apps/wbe in namespace " + trial.namespace() + "; there is: web", "deploy/wbe");
        says(1, "there is no pod with app=demoapp in namespace " + trial.namespace() + "; there is: web-");
        says(1, "and 1 may be read at once:\nname fewer, with -l or -c, or allow more: --max-log-requests 2", "deploy/web",
                "--max-log-requests", "1");
    }

    @Test
    void wrong_usage_is_refused_before_any_request() {
        for (var wrong : new String[][] {
            {"--include", "[", "'[' is no regular expression: Unclosed character class"},
            {"--since", "soon", "'soon' is no duration such as 90s, 5m or 1h30m"},
            {"--tail", "-2", "--tail is a number of lines, or -1 for all"},
            {"--max-log-requests", "0", "--max-log-requests is a number above 0"},
            {"-f", "-p", "--previous goes without -f"},
            {"-l", "app=web", "puma", "either -l or targets, not both"},
            {"svc/web", "'svc/web': logs are had of pod/NAME"},
            {"deploy/", "'deploy/': no object can have the name ''"},
            {"7", "there is no step 7"}}) {
            var run = Trial.runAsIs(new Logs(), Arrays.copyOf(wrong, wrong.length - 1));
            assertEquals(2, run.exit(), run.err());
            assertTrue(run.err().contains(wrong[wrong.length - 1]), run.err());
            assertTrue(run.err().lines().count() <= 3, run.err());
        }
        says(2, "unable to parse requirement", "-l", "app in");
    }

    private void says(int exit, String expected, String... args) {
        var run = logs(args);
        assertEquals(exit, run.exit(), run.out() + run.err());
        assertTrue(run.err().contains(expected), "expected: " + expected + "\nbut was: " + run.err());
        assertFalse(run.err().lines().count() > 3, run.err());
    }
}
