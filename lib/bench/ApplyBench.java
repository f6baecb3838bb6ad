///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//SOURCES kit@demoapp

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import demoapp.Problem;
import demoapp.Script;
import demoapp.json.Json;
import demoapp.playground.Playground;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(name = "apply-bench", mixinStandardHelpOptions = true, sortOptions = false,
        description = {"", "Measures apply-step against kubectl apply, by turns, as whole processes: step 3, then many"
                + " ConfigMaps, each new and then unchanged. To be run in the checkout's folder.", ""})
class ApplyBench implements Callable<Integer> {
    private static final String STEP = "lib/manifests/step3";
    private static final String OURS = "apply-step";
    private static final Path TIME = Path.of("/usr/bin/time");
    private static final long PAUSE = 2000;
    private static final int WARM_UPS = 3;

    @Option(names = "--kubeconfig", paramLabel = "F", description = "of the cluster (default: a playground of its own)")
    Path kubeconfig;
    @Option(names = "--runs", paramLabel = "N", defaultValue = "5", description = "default: ${DEFAULT-VALUE}")
    int runs;
    @Option(names = "--objects", paramLabel = "N", defaultValue = "1000",
            description = "how many ConfigMaps are many (default: ${DEFAULT-VALUE})")
    int objects;
    @Option(names = "--skip-many", description = "step 3 only")
    boolean skipMany;
    @Option(names = "--apply-step", paramLabel = "COMMAND", defaultValue = "./jbang apply-step",
            description = "how the script is run (default: ${DEFAULT-VALUE})")
    String applyStep;
    @Spec CommandSpec spec;

    private final List<Row> table = new ArrayList<>();
    private Path folder;

    /** One of those compared. @param command all of it but what is to be applied */
    private record Contender(String name, String namespace, List<String> command) {
        boolean isOurs() {
            return name.equals(OURS);
        }
    }

    /** What one process took, in seconds. @param cpu of all its threads and children; NaN where there is no GNU time */
    private record Sample(double wall, double cpu) { }

    private record Row(String title, Contender contender, List<Sample> samples) {
        double median(ToDoubleFunction<Sample> value) {
            var sorted = sorted(value).toArray();
            return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
        }

        String spread(ToDoubleFunction<Sample> value) {
            var sorted = sorted(value).toArray();
            return "%s–%s".formatted(number(sorted[0]), number(sorted[sorted.length - 1]));
        }

        private DoubleStream sorted(ToDoubleFunction<Sample> value) {
            return samples.stream().mapToDouble(value).sorted();
        }
    }

    @Override
    public Integer call() throws IOException {
        if (!Files.isDirectory(Path.of(STEP)) || runs < 1 || objects < 1) {
            throw Problem.usage(runs < 1 || objects < 1 ? "--runs and --objects are 1 at least"
                    : "there is no " + STEP + " here: run it in the checkout's folder");
        }
        folder = Files.createTempDirectory("apply-bench");
        // In a hook, so that Ctrl-C leaves nothing behind either.
        Runtime.getRuntime().addShutdownHook(new Thread(this::cleanUp));
        if (kubeconfig == null) {
            playground().start(Playground.Options.standard());
            kubeconfig = playground().kubeconfig();
        }
        var about = about();
        warmUp();
        compare("step 3", List.of("3"), List.of("-f", STEP));
        if (!skipMany) {
            var many = List.of("-f", Files.writeString(folder.resolve("many.yaml"), configMaps()).toString());
            compare(objects + " ConfigMaps", many, many);
        }
        say(about);
        print();
        return 0;
    }

    private Playground playground() {
        return Playground.in(folder.resolve("playground"));
    }

    private List<Contender> contenders() {
        var kubectl = List.of("kubectl", "apply");
        return List.of(
                new Contender(OURS, namespace("a"),
                        Stream.concat(Stream.of(applyStep.split(" ")), Stream.of("--no-wait")).toList()),
                new Contender("kubectl apply", namespace("b"), kubectl),
                new Contender("kubectl apply --server-side", namespace("c"),
                        Stream.concat(kubectl.stream(), Stream.of("--server-side")).toList()));
    }

    private static String namespace(String which) {
        return "apply-bench-" + ProcessHandle.current().pid() + "-" + which;
    }

    private String about() throws IOException {
        var version = Json.read(kubectl("version", "-o", "json").getBytes());
        return "server %s at %s, kubectl %s, %d cores, runs: %d".formatted(
                Json.text(version, "serverVersion", "gitVersion"),
                kubectl("config", "view", "--minify", "-o", "jsonpath={.clusters[0].cluster.server}"),
                Json.text(version, "clientVersion", "gitVersion"), Runtime.getRuntime().availableProcessors(), runs);
    }

    /** The first runs build the jar and the class-data archive, and kubectl asks for all of the server's API. */
    private void warmUp() throws IOException {
        progress("warming up");
        for (var contender : contenders()) {
            createNamespace(contender.namespace);
            for (var i = 0; i < WARM_UPS; i++) {
                measure(contender, contender.isOurs() ? List.of("3") : List.of("-f", STEP));
            }
            kubectl("delete", "namespace", contender.namespace);
        }
    }

    /** Each has the cluster for itself while it is measured: the one before has been cleared away. */
    private void compare(String title, List<String> ours, List<String> kubectls) throws IOException {
        var fresh = contenders().stream().map(c -> new Row(title + ", new", c, new ArrayList<>())).toList();
        var again = contenders().stream().map(c -> new Row(title + ", unchanged", c, new ArrayList<>())).toList();
        for (var run = 1; run <= runs; run++) {
            for (var i = 0; i < fresh.size(); i++) {
                var contender = fresh.get(i).contender;
                progress("%s, run %d of %d: %s".formatted(title, run, runs, contender.name));
                createNamespace(contender.namespace);
                fresh.get(i).samples.add(measure(contender, contender.isOurs() ? ours : kubectls));
                again.get(i).samples.add(measure(contender, contender.isOurs() ? ours : kubectls));
                kubectl("delete", "namespace", contender.namespace);
            }
        }
        table.addAll(fresh);
        table.addAll(again);
    }

    private Sample measure(Contender contender, List<String> what) throws IOException {
        pause(); // what was before has set controllers going
        var used = folder.resolve("time");
        var command = new ArrayList<String>();
        if (isTimed()) {
            command.addAll(List.of(TIME.toString(), "-f", "%U %S", "-o", used.toString()));
        }
        command.addAll(contender.command);
        command.addAll(List.of("--kubeconfig", kubeconfig.toString(), "-n", contender.namespace));
        command.addAll(what);
        var start = System.nanoTime();
        run(command);
        var wall = (System.nanoTime() - start) / 1e9;
        return new Sample(wall, !isTimed() ? Double.NaN
                : Stream.of(Files.readString(used).strip().split(" ")).mapToDouble(Double::parseDouble).sum());
    }

    /** Linux has GNU's, which writes what it is asked for. */
    private static boolean isTimed() {
        return Files.isExecutable(TIME) && System.getProperty("os.name").equals("Linux");
    }

    /** From a file: kubectl's own "create namespace" speaks protobuf, which the playground does not. */
    private void createNamespace(String name) throws IOException {
        kubectl("create", "-f", Files.writeString(folder.resolve("namespace.yaml"), """
                apiVersion: v1
                kind: Namespace
                metadata:
                  name: %s
                """.formatted(name)).toString());
    }

    private String kubectl(String... arguments) throws IOException {
        var command = Stream.of("kubectl", "--kubeconfig", kubeconfig.toString());
        return run(Stream.concat(command, Stream.of(arguments)).toList());
    }

    /** Files, not pipes, take what it says: nobody has to read along. */
    private String run(List<String> command) throws IOException {
        var out = Files.createTempFile(folder, "out", "");
        var err = Files.createTempFile(folder, "err", "");
        var process = new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile()).start();
        try {
            if (process.waitFor() != 0) {
                throw Problem.failed("exit code " + process.exitValue() + " of " + String.join(" ", command) + "\n"
                        + Files.readString(err));
            }
            return Files.readString(out);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Problem.failed("interrupted");
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Problem.failed("interrupted");
        }
    }

    private String configMaps() {
        return IntStream.rangeClosed(1, objects).mapToObj("""
                apiVersion: v1
                kind: ConfigMap
                metadata:
                  name: many-%1$d
                  labels:
                    app: apply-bench
                data:
                  NUMBER: "%1$d"
                  TEXT: of no further use
                """::formatted).collect(Collectors.joining("---\n"));
    }

    private void print() {
        var layout = "%-26s  %-27s  %s  %s";
        var heads = "%7s  %13s  %12s";
        say(layout.formatted("", "", heads.formatted("wall s", "min–max", "ours to this"),
                heads.formatted("CPU s", "min–max", "ours to this")));
        Row ours = null;
        for (var row : table) {
            ours = row.contender.isOurs() ? row : ours;
            say(layout.formatted(row == ours ? row.title : "", row.contender.name,
                    columns(ours, row, Sample::wall), columns(ours, row, Sample::cpu)));
        }
    }

    private static String columns(Row ours, Row row, ToDoubleFunction<Sample> value) {
        return "%7s  %13s  %12s".formatted(number(row.median(value)), row.spread(value),
                row == ours ? "" : number(ours.median(value) / row.median(value)));
    }

    private static String number(double value) {
        return Double.isNaN(value) ? "?" : String.format(Locale.ROOT, "%.2f", value);
    }

    private void say(String line) {
        spec.commandLine().getOut().println(line.stripTrailing());
        spec.commandLine().getOut().flush();
    }

    private void progress(String line) {
        spec.commandLine().getErr().println(line);
        spec.commandLine().getErr().flush();
    }

    private void cleanUp() {
        try {
            if (playground().running()) {
                playground().stop();
            } else if (kubeconfig != null) {
                kubectl("delete", "namespace", "--ignore-not-found", "--wait=false", namespace("a"), namespace("b"),
                        namespace("c"));
            }
            try (var files = Files.walk(folder)) {
                files.sorted((a, b) -> b.compareTo(a)).forEach(file -> file.toFile().delete());
            }
        } catch (IOException | Problem e) {
            progress("not all is cleaned up: " + e.getMessage());
        }
    }

    public static void main(String... args) {
        Script.main(new ApplyBench(), args);
    }
}
