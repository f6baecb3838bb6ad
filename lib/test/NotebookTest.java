import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import demoapp.Problem;
import demoapp.Trial;
import demoapp.json.Json;
import demoapp.kit.Jupyter;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The training as a class works through it: every notebook in a real Jupyter with a real Java kernel, against a playground
 * of its own. Each exercise's check is run twice, before and after the solution.
 */
class NotebookTest {
    private static final Path NOTEBOOKS = Path.of("notebooks");
    private static final Pattern SOLUTION = Pattern.compile("(?s)<details>.*```java\n(.*?)\n```.*");

    /** A Deployment's progress deadline is half a minute then, also on a busy machine. */
    private static final double SPEED = 20;

    @TempDir static Path folder;

    @BeforeAll
    static void jupyter() {
        try {
            new Jupyter(Map.of()).check();
        } catch (Problem absent) {
            System.out.println("NotebookTest is skipped: " + absent.getMessage());
            assertFalse("true".equals(System.getenv("CI")), absent.getMessage());
            Assumptions.abort(absent.getMessage());
        }
    }

    static List<String> names() throws IOException {
        try (var files = Files.list(NOTEBOOKS)) {
            return files.map(file -> file.getFileName().toString()).filter(name -> name.matches("[^.]+\\.ipynb"))
                    .map(name -> name.replace(".ipynb", "")).sorted().toList();
        }
    }

    private static Map<String, Object> read(Path file) throws IOException {
        return Json.read(Files.readAllBytes(file));
    }

    private static String source(Map<String, Object> cell) {
        return String.join("", Json.texts(cell, "source"));
    }

    private static boolean is(Map<String, Object> cell, String tag) {
        return Json.texts(cell, "metadata", "tags").contains(tag);
    }

    private static boolean isCode(Map<String, Object> cell) {
        return Json.text(cell, "cell_type").equals("code");
    }

    /** With each solution as a cell after its check, and the check once more. */
    private static List<Map<String, Object>> solved(List<Map<String, Object>> cells) {
        var solved = new ArrayList<Map<String, Object>>();
        var open = Map.<String, Object>of();
        for (var cell : cells) {
            solved.add(cell);
            open = is(cell, "check") ? cell : open;
            var solution = SOLUTION.matcher(source(cell));
            if (!isCode(cell) && solution.matches()) {
                solved.add(Json.object("cell_type", "code", "execution_count", null, "outputs", List.of(),
                        "metadata", Json.object("tags", List.of("solution")), "source", List.of(solution.group(1))));
                var again = Json.copy(open);
                Json.set(again, List.of("again"), "metadata", "tags");
                solved.add(again);
            }
        }
        return solved;
    }

    /** What an output says, without what differs from run to run. */
    private static String said(Map<String, Object> cell) {
        var said = new StringBuilder();
        for (var output : Json.maps(cell, "outputs")) {
            said.append(String.join("", Json.texts(output, "text")))
                    .append(String.join("", Json.texts(output, "data", "text/html")))
                    .append(String.join("\n", Json.texts(output, "traceback")));
        }
        return said.toString().replaceAll("(?s)<svg[^>]*class=\"timeline\".*?</svg>", "[timeline]")
                .replaceAll("(?s)<style>.*?</style>", "").replaceAll("<[^>]*>", " ")
                .replaceAll("-[0-9a-f]{7,10}-[0-9a-z]{5}\\b|(?<=setup-db|backup-now|motd)-[0-9a-z]{5}\\b", "-…")
                .replaceAll("\\bpvc-[0-9a-f-]{36}", "pvc-…")
                .replaceAll("\\(\\d+[smhd]\\w* ago\\)", "").replaceAll("\\b\\d+[smh](\\d+s)?\\b", "…")
                .replaceAll("\\b\\d+\\.\\d+\\.\\d+\\.\\d+\\b", "…").replaceAll(":\\d{4,5}\\b", ":…")
                .replaceAll("\\d{4}-\\d\\d-\\d\\d", "…").replaceAll("CN=[^,]+(?=,O=demoapp)", "…")
                .replaceAll("\\s+", " ").strip();
    }

    /** What is the same in every run: some cells show who won a race, or what this machine has. */
    private static String kept(Map<String, Object> cell) {
        return source(cell) + "\n" + (is(cell, "varies") ? "" : said(cell));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("names")
    void every_cell_runs_each_check_knows_whether_its_exercise_is_done_and_the_stored_outputs_are_fresh(String name)
            throws IOException {
        var own = Files.createDirectories(folder.resolve(name));
        var file = own.resolve(name + ".ipynb");
        var notebook = read(NOTEBOOKS.resolve(name + ".ipynb"));
        var stored = Json.maps(notebook, "cells").stream().filter(NotebookTest::isCode).map(NotebookTest::kept).toList();
        notebook.put("cells", solved(Json.maps(notebook, "cells")));
        Files.writeString(file, Json.string(notebook));
        try (var trial = new Trial(own.resolve("playground"), SPEED)) {
            var run = execute("--execute", "--save", "--folder", own.toString(), "--kubeconfig", trial.kubeconfig().toString());
            assertEquals(0, run.exit(), run.out() + run.err());
        }
        var cells = Json.maps(read(file), "cells").stream().filter(NotebookTest::isCode).toList();
        assertAll(cells.stream().map(cell -> () -> {
            var said = said(cell);
            assertFalse(said.contains("\tat "), said);
            if (is(cell, "check")) {
                assertTrue(said.contains("✘ not yet"), () -> "undone, and yet: " + said + "\n" + source(cell));
            } else if (is(cell, "again")) {
                assertTrue(said.contains("✔") && !said.contains("✘"), () -> "done, and yet: " + said + "\n" + source(cell));
            }
        }));
        var fresh = cells.stream().filter(cell -> !is(cell, "solution") && !is(cell, "again")).map(NotebookTest::kept).toList();
        assertEquals(String.join("\n", stored), String.join("\n", fresh),
                () -> "its outputs are not what is stored: ./jbang notebook --execute --save " + name);
        assertTrue(cells.stream().anyMatch(cell -> is(cell, "again")), "it has no exercise");
    }

    @Test
    void a_mistake_in_a_cell_costs_no_more_lines_than_its_message() throws IOException {
        try (var trial = new Trial(folder.resolve("mistakes"))) {
            var kubeconfig = trial.kubeconfig();
            var gone = Trial.file(folder, "gone", Files.readString(kubeconfig)
                    .replaceAll("https://127.0.0.1:\\d+", "https://127.0.0.1:9")
                    .replaceAll("(name|context|cluster|current-context): playground", "$1: gone"));
            var mistakes = new LinkedHashMap<String, String>();
            mistakes.put("%jars .kit/none.jar", "path does not exist");
            mistakes.put("pods()", "cannot find symbol");
            mistakes.put("%jars .kit/kit.jar", "");
            mistakes.put("import static demoapp.kit.Kit.*;", "");
            mistakes.put("apply(step(5))", "there is no step 5: the steps are 1 to 4");
            mistakes.put("rollout(\"demoapp-puma\")", "deployments.apps \"demoapp-puma\" not found");
            mistakes.put("rollout()", "bring them up with apply(step(1))");
            mistakes.put("write(\"Hello\")", "no pod with component=puma is running");
            mistakes.put("get(\"pdos\")", "the cluster has no kind \"pdos\"");
            mistakes.put("logs(\"component=pumma\")", "there is no pod with component=pumma");
            mistakes.put("logs(\"app=demoapp\", \"(\")", "'(' is no regular expression");
            mistakes.put("apply(\"kind: [}\")", "cell:1: is no valid YAML");
            mistakes.put("patch(\"deploy/web\", \"spec: {}\")", "\"web\" not found");
            mistakes.put("setImage(\"0.0.2!\")", "'0.0.2!' is no tag");
            mistakes.put("timeout(\"5 minutes\")", "is no duration such as 90s");
            mistakes.put("verify(check(\"it is so\", () -> 1 > 2, \"count again\"))", "✘ not yet: it is so\n  count again");
            mistakes.put("apply(step(4).set(\"INGRES_IP\", \"10.0.0.1\"))", "no manifest has ${INGRES_IP}");
            mistakes.put("context(\"nope\"); pods()", "there is no context \"nope\" in the kubeconfig");
            mistakes.put("context(\"gone\"); pods()", "cannot reach the cluster of context \"gone\"");
            var own = Files.createDirectories(folder.resolve("mistaken"));
            var cells = mistakes.keySet().stream().map(source -> Json.object("cell_type", "code", "execution_count", null,
                    "metadata", Map.of("tags", List.of("raises-exception")), "outputs", List.of(),
                    "source", List.of(source))).toList();
            var file = own.resolve("mistakes.ipynb");
            Files.writeString(file, Json.string(Json.object("cells", cells, "metadata", Map.of("kernelspec",
                    Map.of("name", "java",
                    "display_name", "Java", "language", "java")), "nbformat", 4, "nbformat_minor", 4)));
            var run = execute("--execute", "--save", "--folder", own.toString(), "--kubeconfig",
                    kubeconfig + File.pathSeparator + gone);
            assertEquals(0, run.exit(), run.out() + run.err());
            assertAll(Json.maps(read(file), "cells").stream().map(cell -> () -> {
                var error = Json.maps(cell, "outputs").stream().map(output -> String.join("\n", Json.texts(output, "traceback")))
                        .collect(Collectors.joining()).replaceAll("\033\\[[\\d;]*m", "").strip();
                var expected = mistakes.get(source(cell));
                assertTrue(error.contains(expected), () -> source(cell) + ": " + error);
                assertEquals(expected.isEmpty(), error.isEmpty(), () -> source(cell) + ": " + error);
                assertTrue(error.lines().noneMatch(line -> line.matches("\\s+at .*")) && error.lines().count() <= 5,
                        () -> source(cell) + ": " + error);
            }));
        }
    }

    private static Trial.Run execute(String... arguments) {
        var notebook = new Notebook();
        notebook.classPath += File.pathSeparator + Path.of("target/kernel/rapaio-jupyter-kernel.jar").toAbsolutePath();
        return Trial.runAsIs(notebook, arguments);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("names")
    void the_japanese_edition_has_the_same_cells(String name) throws IOException {
        var english = Json.maps(read(NOTEBOOKS.resolve(name + ".ipynb")), "cells");
        var japanese = Json.maps(read(NOTEBOOKS.resolve(name + ".ja.ipynb")), "cells");
        assertEquals(english.stream().map(NotebookTest::code).toList(), japanese.stream().map(NotebookTest::code).toList());
    }

    /** What both editions have in common: code, its outputs, and solutions. */
    private static Object code(Map<String, Object> cell) {
        var solution = SOLUTION.matcher(source(cell));
        return isCode(cell) ? Json.object("source", source(cell), "tags", Json.texts(cell, "metadata", "tags"),
                "outputs", cell.get("outputs"))
                : solution.matches() ? solution.group(1) : "text";
    }

    @Test
    void no_output_holds_a_secret_or_something_of_the_machine_that_made_it() throws IOException {
        for (var name : names()) {
            var text = Files.readString(NOTEBOOKS.resolve(name + ".ipynb"));
            Stream.of("demoapp-password", "demoapp-root-password", "ZGVtb2FwcC1", "PRIVATE KEY", ".kit/lib", "/home/", "/tmp/")
                    .forEach(word -> assertFalse(text.contains(word), name + " holds " + word));
        }
    }
}
