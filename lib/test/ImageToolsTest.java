import static org.junit.jupiter.api.Assertions.assertEquals;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The command lines that build-image calls for clusters that are not here: with stand-ins for docker, kind, k3d and minikube
 * on PATH. They note how they were called and remember a build's label, nothing else: that the real ones do with these
 * command lines what is expected of them is not shown here. The cluster is the playground under another context's name.
 */
class ImageToolsTest {
    @TempDir Path folder;
    private Trial trial;
    private Path context;
    private Path programs;

    @BeforeEach
    void start() throws IOException {
        trial = new Trial(folder.resolve("playground"));
        context = Files.createDirectories(folder.resolve("shop"));
        programs = Files.createDirectories(folder.resolve("programs"));
        Trial.file(context, "Dockerfile", "FROM scratch\nCOPY . /\n");
        Trial.file(context, "page.html", "first");
    }

    @AfterEach
    void stop() {
        trial.close();
    }

    private Run build(String kubeContext, String... args) throws Exception {
        var all = new ArrayList<>(List.of("--kubeconfig", trial.kubeconfigOf(kubeContext).toString(),
                "--context", context.toString()));
        all.addAll(List.of(args));
        return Trial.process(Map.of("PATH", programs.toString()), "BuildImage", all);
    }

    /** A stand-in. @param body of a shell script; $LOG is where calls are noted */
    private void program(String name, String body) throws IOException {
        var file = Trial.file(programs, name, """
                #!/bin/sh
                PATH=/usr/bin:/bin
                LOG='%s'
                echo "%s $*" >> "$LOG"
                """.formatted(folder.resolve("calls"), name) + body);
        assertTrue(file.toFile().setExecutable(true));
    }

    private void dockerAnd(String tool, String buildEnds) throws IOException {
        program(tool, "case \"$*\" in *'image ls'*) echo docker.io/library/shop:1.0 ;; esac\n");
        program("docker", """
                case "$1 $2" in
                  "image save") [ "$3" != --help ] || echo "  --platform string" ;;
                  "image inspect") [ -f "$LOG.label" ] || exit 1
                    echo '{"Os":"linux","Architecture":"amd64",'
                    echo '"Config":{"Labels":{"demoapp.context":"'$(cat "$LOG.label")'"}}}' ;;
                  build*) for word; do case $word in demoapp.context=*) label=${word#*=} ;; esac; done
                    %s
                    printf %%s "$label" > "$LOG.label" ;;
                  exec*) echo "IMAGE TAG ID SIZE"; echo "docker.io/library/shop   1.0   abc   1MB" ;;
                esac
                """.formatted(buildEnds));
    }

    private List<String> calls() throws IOException {
        return Files.exists(folder.resolve("calls")) ? Files.readAllLines(folder.resolve("calls")) : List.of();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            kind-one | kind     | kind load image-archive FILE --name one
            k3d-one  | k3d      | k3d image import FILE --cluster one
            minikube | minikube | minikube --profile minikube image load FILE
            """)
    void the_tool_of_the_cluster_gets_the_saved_image_and_is_asked_for_it(String kubeContext, String tool, String load)
            throws Exception {
        dockerAnd(tool, "");
        var run = build(kubeContext, "1.0", "--name", "shop");
        assertEquals(0, run.exit(), run.err() + run.out());
        assertTrue(run.out().endsWith("shop:1.0 is on every node: playground\n"), run.out());
        var calls = calls().stream().map(call -> call.replaceAll("\\S+/demoapp-image\\d+\\.tar", "FILE")).toList();
        assertTrue(calls.contains(load), calls.toString());
        var save = "docker image save -o FILE --platform linux/amd64 docker.io/library/shop:1.0";
        assertTrue(calls.contains(save) && calls.indexOf(load) > calls.indexOf(save), calls.toString());
        var build = "docker build -t docker.io/library/shop:1.0 --label demoapp.context=sha256:";
        assertTrue(calls.stream().anyMatch(call -> call.startsWith(build)
                && call.endsWith("/shop/Dockerfile " + context)), calls.toString());
    }

    @Test
    void what_is_there_is_left_alone_until_something_changes() throws Exception {
        dockerAnd("kind", "");
        assertEquals(0, build("kind-one", "1.0", "--name", "shop").exit());
        trial.nodeImages("docker.io/library/shop:1.0");
        Files.delete(folder.resolve("calls"));
        var again = build("kind-one", "1.0", "--name", "shop");
        assertEquals(0, again.exit(), again.err());
        assertTrue(again.out().startsWith("shop:1.0 is there already, and "), again.out());
        assertTrue(calls().stream().noneMatch(call -> call.startsWith("kind") || call.startsWith("docker build")),
                calls().toString());
        Trial.file(context, "page.html", "second");
        var changed = build("kind-one", "1.0", "--name", "shop");
        assertEquals(0, changed.exit(), changed.err());
        assertTrue(changed.err().startsWith("Warning: shop:1.0 has been built from something else before"), changed.err());
        assertTrue(calls().stream().anyMatch(call -> call.startsWith("docker build")), calls().toString());
    }

    @Test
    void a_build_that_fails_says_why_and_leaves_the_cluster_alone() throws Exception {
        dockerAnd("kind", "echo 'Step 2 of 2'; echo 'ERROR: COPY failed: no such file'; exit 1");
        var run = build("kind-one", "1.0", "--name", "shop");
        assertEquals(1, run.exit(), run.out());
        assertTrue(run.out().contains("\nStep 2 of 2\n"), run.out());
        assertEquals("error: docker build failed with exit code 1: ERROR: COPY failed: no such file\n", run.err());
        assertTrue(calls().stream().noneMatch(call -> call.startsWith("kind")), calls().toString());
        assertEquals("", trial.configMap("kube-system", "demoapp-images").text("data", "shop.1.0"));
    }

    @Test
    void without_an_engine_minikube_builds_by_itself() throws Exception {
        program("minikube", "case \"$*\" in *'image ls'*) echo docker.io/library/shop:1.0 ;; esac\n");
        var run = build("minikube", "1.0", "--name", "shop");
        assertEquals(0, run.exit(), run.err() + run.out());
        assertEquals(List.of("minikube --profile minikube image build -t docker.io/library/shop:1.0 --file "
                + context.resolve("Dockerfile") + " " + context, "minikube --profile minikube image ls"), calls());
    }

    @Test
    void a_full_disk_is_named_as_such() throws Exception {
        dockerAnd("kind", "echo 'error: write /var/lib/docker/tmp: no space left on device'; exit 1");
        var run = build("kind-one", "1.0", "--name", "shop");
        assertEquals(1, run.exit(), run.out());
        assertTrue(run.err().contains("The disk is full"), run.err());
    }

    @Test
    void an_engine_that_is_missing_or_does_not_run_is_named() throws Exception {
        var none = build("kind-one", "1.0");
        assertEquals(1, none.exit());
        assertEquals("error: no image can be built here: none of docker, podman, nerdctl, buildah is installed\n", none.err());

        program("docker", "echo 'Cannot connect to the Docker daemon. Is the docker daemon running?' >&2; exit 1");
        var idle = build("kind-one", "1.0");
        assertEquals(1, idle.exit());
        assertEquals("error: docker is installed, but does not run: Cannot connect to the Docker daemon. Is the docker daemon"
                + " running?\n", idle.err());

        var playground = build("playground", "1.0", "-o", "json");
        assertEquals(0, playground.exit(), playground.err());
        assertTrue(playground.err().contains("So nothing is built: the playground can do without."), playground.err());
        var document = Json.read(playground.out().getBytes(StandardCharsets.UTF_8));
        assertEquals(List.of("demoapp:1.0", false, "playground"),
                List.of(Json.text(document, "image"), Json.at(document, "built"), Json.text(document, "target")));
    }
}
