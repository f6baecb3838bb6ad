///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//SOURCES kit@demoapp

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;

import demoapp.Problem;
import demoapp.Script;
import demoapp.playground.Playground;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "tls-bench", mixinStandardHelpOptions = true, sortOptions = false,
        description = {"", "Measures `create-tls-secret` against `openssl req … && kubectl create secret tls …`, whole processes"
                + " by turns, on the same server. To be run in the checkout's folder.", ""})
class TlsBench implements Callable<Integer> {
    private static final String HOST = "shop.example.com";

    @Option(names = "--kubeconfig", paramLabel = "F", description = "of the cluster (default: a playground of its own)")
    Path kubeconfig;
    @Option(names = "--runs", paramLabel = "N", defaultValue = "5", description = "default: ${DEFAULT-VALUE}")
    int runs;

    private final String namespace = "tls-bench-" + ProcessHandle.current().pid();
    private Path folder;

    @Override
    public Integer call() throws Exception {
        if (runs < 1 || !Files.isDirectory(Path.of("scripts"))) {
            throw Problem.usage(runs < 1 ? "--runs is 1 at least" : "there are no scripts here: run it in the checkout's folder");
        }
        folder = Files.createTempDirectory("tls-bench");
        var playground = kubeconfig == null ? Playground.in(folder.resolve("playground")) : null;
        try {
            if (playground != null) {
                playground.start(Playground.Options.standard());
                kubeconfig = playground.kubeconfig();
            }
            kubectl("create", "namespace", namespace);
            measure();
        } finally {
            kubectl("delete", "namespace", namespace);
            if (playground != null) {
                playground.stop();
            }
        }
        return 0;
    }

    private void measure() throws Exception {
        ours("warm", "rsa2048"); // makes the CA, and the first run's class-data archive
        for (var type : List.of("rsa2048", "ec-p256")) {
            var mine = new double[runs];
            var others = new double[runs];
            for (var run = 0; run < runs; run++) {
                var name = type + "-" + run;
                mine[run] = seconds(() -> ours("ours-" + name, type));
                others[run] = seconds(() -> theirs("theirs-" + name, type));
            }
            System.out.printf(Locale.ROOT,
                    "%s, medians of %d: create-tls-secret %.2f s, openssl and kubectl %.2f s, ratio %.1f%n", type,
                    runs, median(mine), median(others), median(mine) / median(others));
        }
    }

    private interface Work {
        void run() throws Exception;
    }

    private static double seconds(Work work) throws Exception {
        var start = System.nanoTime();
        work.run();
        return (System.nanoTime() - start) / 1e9;
    }

    private static double median(double[] values) {
        Arrays.sort(values);
        return (values[(values.length - 1) / 2] + values[values.length / 2]) / 2;
    }

    private void ours(String name, String type) throws Exception {
        run(List.of("./jbang", "create-tls-secret", name, "--host", HOST, "--key-type", type, "--ca-dir",
                folder.resolve("ca").toString(),
                "--kubeconfig", kubeconfig.toString(), "-n", namespace));
    }

    private void theirs(String name, String type) throws Exception {
        var key = folder.resolve(name + ".key").toString();
        var certificate = folder.resolve(name + ".crt").toString();
        var command = new ArrayList<>(List.of("openssl", "req", "-x509", "-nodes", "-days", "825", "-subj", "/CN=" + HOST,
                "-addext", "subjectAltName=DNS:" + HOST, "-keyout", key, "-out", certificate));
        command.addAll(type.equals("rsa2048") ? List.of("-newkey", "rsa:2048")
                : List.of("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"));
        run(command);
        kubectl("create", "secret", "tls", name, "--cert", certificate, "--key", key, "-n", namespace);
    }

    private void kubectl(String... arguments) throws Exception {
        var command = new ArrayList<>(List.of("kubectl", "--kubeconfig", kubeconfig.toString()));
        command.addAll(List.of(arguments));
        run(command);
    }

    private static void run(List<String> command) throws IOException, InterruptedException {
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var said = new String(process.getInputStream().readAllBytes());
        if (process.waitFor() != 0) {
            throw Problem.failed(String.join(" ", command) + " failed: " + said);
        }
    }

    public static void main(String... args) {
        Script.main(new TlsBench(), args);
    }
}
