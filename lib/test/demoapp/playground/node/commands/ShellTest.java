package demoapp.playground.node.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import demoapp.json.Json;
import demoapp.playground.controllers.Simulation;
import demoapp.playground.node.Session;
import demoapp.playground.store.Kinds;

/** Scripts as people write them, in a container that is only simulated. */
class ShellTest {
    private static Simulation cluster;

    @BeforeAll
    static void start() {
        cluster = new Simulation();
        cluster.apply("""
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: settings}
                data: {a.txt: "from the config\\n", run.sh: "echo ran $1"}
                ---
                apiVersion: v1
                kind: Secret
                metadata: {name: keys}
                data: {password: c2VjcmV0}
                ---
                apiVersion: v1
                kind: Pod
                metadata: {name: box, labels: {app: box}}
                spec:
                  containers:
                  - name: main
                    image: busybox:1.36
                    command: [sleep, infinity]
                    env: [{name: COLOR, value: "light blue"}]
                    volumeMounts:
                    - {name: config, mountPath: /config}
                    - {name: keys, mountPath: /keys, readOnly: true}
                    - {name: data, mountPath: /data}
                  volumes:
                  - {name: config, configMap: {name: settings}}
                  - {name: keys, secret: {secretName: keys, items: [{key: password, path: deep/word}]}}
                  - {name: data, emptyDir: {}}
                ---
                apiVersion: v1
                kind: Pod
                metadata: {name: web, labels: {app: web}}
                spec: {containers: [{name: main, image: nginx}]}
                ---
                apiVersion: v1
                kind: Service
                metadata: {name: web}
                spec: {selector: {app: web}, ports: [{port: 8080, targetPort: 80}]}
                ---
                apiVersion: v1
                kind: Pod
                metadata: {name: redis}
                spec: {containers: [{name: main, image: "redis:8"}]}
                ---
                apiVersion: v1
                kind: Pod
                metadata: {name: mysql}
                spec: {containers: [{name: main, image: "mysql:8", env: [{name: MYSQL_ROOT_PASSWORD, value: root},
                  {name: MYSQL_DATABASE, value: demoapp}]}]}
                """);
        for (var pod : List.of("box", "web", "redis", "mysql")) {
            cluster.untilStatus(Kinds.POD, pod, "Running", "phase");
        }
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    /** What a command has written, error output after the rest, and its exit code. */
    private record Outcome(String output, int code) { }

    private static Outcome exec(String pod, String input, String... command) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var code = new CompletableFuture<Integer>();
        cluster.node.exec(Simulation.NAMESPACE, pod, "main", List.of(command),
                new Stdio(!input.isEmpty(), false, out, err), session -> type(session, input), code::complete,
                failure -> code.completeExceptionally(new AssertionError(failure)));
        var exit = code.orTimeout(90, TimeUnit.SECONDS).join();
        return new Outcome(out.toString(StandardCharsets.UTF_8) + err.toString(StandardCharsets.UTF_8), exit);
    }

    private static void type(Session session, String input) {
        var bytes = input.getBytes(StandardCharsets.UTF_8);
        assertEquals(bytes.length, session.stdin().orElseThrow().offer(bytes, 0, bytes.length));
        session.inputEnds().run();
    }

    private static String sh(String script) {
        return exec("box", "", "sh", "-c", script).output();
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", quoteCharacter = '~', value = {
        "echo hello => hello",
        "echo $COLOR; echo '$COLOR' \"<$COLOR>\" => light blue;$COLOR <light blue>",
        "for i in 1 2 3; do echo line $i; done => line 1;line 2;line 3",
        "i=0; while [ $i -lt 3 ]; do i=$((i + 1)); done; echo $i => 3",
        "if grep -q x /config/a.txt; then echo yes; elif true; then echo no; else echo never; fi => no",
        "case linux in win*) echo w;; l?nux|mac) echo ok;; esac => ok",
        "echo ${NONE:-other} ${COLOR#* } ${#COLOR} ${COLOR:+set} => other blue 10 set",
        "f() { echo in $1; return 3; }; f it; echo $? => in it;3",
        "(cd /data; X=1; pwd); pwd; echo ${X:-none} => /data;/;none",
        "false || echo or; true && echo and; ! false && echo not => or;and;not",
        "echo one two | while read a b; do echo $b $a; done => two one",
        "echo b > /data/f; echo a >> /data/f; sort /data/f; wc -l < /data/f; rm /data/f => a;b;2",
        "mkdir -p /data/d/e && touch /data/d/e/f && ls /data/d && echo /data/d/*/f && rm -r /data/d => e;/data/d/e/f",
        "cat /config/a.txt /keys/deep/word => from the config;secret",
        "/config/run.sh now => ran now",
        "sh /config/run.sh later => ran later",
        "echo 'a:b:c' | cut -d: -f2 => b",
        "printf '%s-%03d\\n' a 7 => a-007",
        "seq 5 | head -2 | tail -1 => 2",
        "yes | head -2 => y;y",
        "echo Hello | tr 'a-z' 'A-Z' | sed 's/L\\(.\\)/<\\1>/' => HE<L>O",
        "echo $(echo $(echo deep)) `echo old` => deep old",
        "trap 'echo bye' EXIT; echo work => work;bye",
        "(echo background &) ; wait; sleep 1; echo done => background;done",
        "sleep 1 & wait; echo waited => waited",
        "echo out; echo err >&2 => out;err",
        "echo gone > /dev/null; echo 2>&1 there => there",
        "set -e; false; echo never => ",
        "set -- a b; echo $# $2 \"$@\" => 2 b a b",
        "echo '' =>",
        "test -f /config/a.txt -a -d /data && echo both => both",
        "base64 /keys/deep/word; echo c2VjcmV0 | base64 -d => c2VjcmV0;secret",
        "hostname; whoami; id -u => box;root;0",
        "env | grep COLOR; printenv COLOR => COLOR=light blue;light blue",
    })
    void a_script_prints_what_a_shell_would_print(String script, String lines) {
        // The first bars of the line may belong to the script: its end is the last one.
        assertEquals(lines == null ? "" : lines.replace(";", "\n"), sh(script).stripTrailing());
    }

    @Test
    void a_here_document_is_a_file() {
        assertEquals("name: light blue\n  $kept\n", sh("""
                cat <<EOF > /data/here
                name: $COLOR
                EOF
                cat <<'EOF' >> /data/here
                  $kept
                EOF
                cat /data/here
                """));
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", quoteCharacter = '~', value = {
        "exit 3 => 3 => ~~", "false => 1 => ~~", "no-such-thing => 127 => sh: no-such-thing: not found",
        "echo x > /config/new => 1 => sh: can't create /config/new: Read-only file system",
        "echo x > /keys/new => 1 => sh: can't create /keys/new: Read-only file system",
        "echo x > /none/new => 1 => sh: can't create /none/new: nonexistent directory",
        "cat /none => 1 => cat: can't open '/none': No such file or directory",
        "cd /none => 2 => sh: cd: can't cd to /none: No such file or directory",
        "ls /none => 1 => ls: /none: No such file or directory",
        "rm /data => 1 => rm: '/data' is a directory",
        "if true; then => 2 => sh: syntax error: unexpected end of file",
        "echo 'open => 2 => sh: unterminated quoted string",
        "wget -qO- http://nobody:80/ => 1 => wget: bad address 'nobody:80'",
    })
    void what_fails_says_so_and_has_an_exit_code(String script, int code, String message) {
        var outcome = exec("box", "", "sh", "-c", script);
        assertEquals(code, outcome.code());
        assertTrue(outcome.output().strip().startsWith(message.replace(":80'", "")), outcome.output());
    }

    @Test
    void a_command_reads_its_input_to_the_end() {
        assertEquals("      2       4      20\n".strip().replaceAll(" +", " "),
                exec("box", "first line\nline two\n", "wc").output().strip().replaceAll(" +", " "));
        assertEquals("1\n2\n", exec("box", "for i in 1 2\ndo\necho $i\ndone\nexit\necho never\n", "sh").output());
    }

    @Test
    void services_are_found_by_name_and_answer() {
        cluster.until("the endpoint", () -> !Json.maps(cluster.get(Kinds.ENDPOINTS, "web"), "subsets").isEmpty());
        assertTrue(sh("wget -qO- http://web:8080/").contains("Welcome to nginx!"));
        assertTrue(sh("wget -qO- http://web.default.svc.cluster.local:8080/nope").contains("404 Not Found"));
        assertTrue(sh("wget -qO- http://web:81/").contains("Connection refused"));
        assertTrue(sh("nslookup web").contains("Name:\tweb.default.svc.cluster.local\nAddress: "));
        assertTrue(sh("nslookup nothing").contains("NXDOMAIN"));
    }

    @Test
    void servers_have_their_clients() {
        assertEquals("PONG\n", exec("redis", "", "redis-cli", "ping").output());
        cluster.until("mysql", () -> exec("mysql", "", "mysqladmin", "-uroot", "-proot", "ping").code() == 0);
        assertTrue(exec("mysql", "", "mysql", "-uroot", "-proot", "-e", "show databases").output()
                .contains("Database\ndemoapp\n"));
        assertTrue(exec("mysql", "", "mysql", "-uroot", "-pwrong", "-e", "select 1").output()
                .contains("Access denied for user 'root'@'localhost' (using password: YES)"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[ $(wc -l < /s/n) -ge 3 ] || exit 3", "test `cat /s/n | wc -l` -ge 3"})
    void a_container_that_counts_its_starts_recovers(String check) {
        var name = "counts-" + Integer.toHexString(check.hashCode());
        cluster.apply("""
                apiVersion: v1
                kind: Pod
                metadata: {name: %s}
                spec:
                  containers:
                  - {name: main, image: "busybox:1.36", volumeMounts: [{name: s, mountPath: /s}],
                     command: [sh, -ec, "echo x >> /s/n; %s; trap 'exit 0' TERM; while :; do sleep 0.2; done"]}
                  volumes: [{name: s, emptyDir: {}}]
                """.formatted(name, check));
        cluster.until("two restarts", () -> Json.number(cluster.pod(name), 0, "status", "containerStatuses", 0,
                "restartCount") == 2 && Json.truth(cluster.pod(name), "status", "containerStatuses", 0, "ready"));
        cluster.delete(Kinds.POD, name);
        cluster.until("it to go", () -> cluster.pod(name).isEmpty());
        var last = cluster.history(c -> c.kind() == Kinds.POD && c.type().equals("DELETED")
                && Json.text(c.object(), "metadata", "name").equals(name)).get(0).before();
        assertEquals("Succeeded", Json.text(last, "status", "phase")); // by its trap, not after the grace period
    }

    @Test
    void a_liveness_probe_sees_the_files_that_the_program_leaves() {
        cluster.apply("""
                apiVersion: v1
                kind: Pod
                metadata: {name: liveness}
                spec:
                  containers:
                  - name: main
                    image: busybox:1.36
                    command: [sh, -c, "touch /tmp/healthy; sleep 30; rm -f /tmp/healthy; sleep 600"]
                    livenessProbe: {exec: {command: [cat, /tmp/healthy]}, periodSeconds: 5}
                  terminationGracePeriodSeconds: 1
                """);
        cluster.until("a restart", () -> Json.number(cluster.pod("liveness"), 0, "status", "containerStatuses", 0,
                "restartCount") == 1);
        assertTrue(cluster.events("liveness", "Unhealthy").contains(
                "Liveness probe failed: cat: can't open '/tmp/healthy': No such file or directory\n"));
    }

    @Test
    void a_busy_loop_ends_with_its_pod() {
        cluster.apply("""
                apiVersion: v1
                kind: Pod
                metadata: {name: busy}
                spec:
                  containers: [{name: main, image: "busybox:1.36", command: [sh, -c, "while :; do :; done"]}]
                  terminationGracePeriodSeconds: 1
                """);
        cluster.untilStatus(Kinds.POD, "busy", "Running", "phase");
        cluster.delete(Kinds.POD, "busy");
        cluster.until("it to go", () -> cluster.pod("busy").isEmpty());
        cluster.until("its thread to rest", () -> Thread.getAllStackTraces().entrySet().stream()
                .filter(thread -> thread.getKey().getName().equals("command"))
                .noneMatch(thread -> thread.getKey().getState() == Thread.State.RUNNABLE
                        && List.of(thread.getValue()).toString().contains("Interpreter.loop")));
    }
}
