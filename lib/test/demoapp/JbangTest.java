package demoapp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's way: a fresh checkout, in a folder with a space in its name, an empty HOME, the real JBang. */
class JbangTest {
    private record Run(int exit, String output) { }

    @TempDir Path folder;
    private Path home;
    private Path checkout;

    @BeforeEach
    void clone_() throws IOException {
        home = Files.createDirectories(folder.resolve("home"));
        checkout = Files.createDirectories(folder.resolve("a checkout"));
        for (var part : List.of("jbang", "jbang-catalog.json", "scripts", "lib")) {
            try (var files = Files.walk(Path.of(part))) {
                for (var file : files.toList()) {
                    Files.copy(file, checkout.resolve(file), LinkOption.NOFOLLOW_LINKS, StandardCopyOption.COPY_ATTRIBUTES,
                            StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
    }

    @AfterEach
    void stop() throws Exception {
        run(checkout, Map.of(), "./jbang", "playground", "stop");
    }

    private Run run(Path in, Map<String, String> environment, String... command) throws Exception {
        var output = folder.resolve("output");
        var builder = new ProcessBuilder(command).directory(in.toFile()).redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("JBANG") || name.startsWith("KUBE")
                || name.startsWith("DEMOAPP"));
        builder.environment().put("HOME", home.toString());
        builder.environment().putAll(environment);
        var process = builder.start();
        assertTrue(process.waitFor(5, TimeUnit.MINUTES), "does not end: " + String.join(" ", command));
        return new Run(process.exitValue(), Files.readString(output));
    }

    private static void assertDone(Run run) {
        assertEquals(0, run.exit, run.output);
    }

    @Test
    void step_3_comes_up_without_a_cluster_and_every_way_to_run_a_script_works() throws Exception {
        // In a second terminal somebody asks for help meanwhile: one of the two builds, the other waits for it.
        var first = run(checkout, Map.of(), "sh", "-c",
                "./jbang apply-step --help & ./jbang apply-step 3; ended=$?; wait $! && exit $ended");
        assertDone(first);
        assertEquals(1, first.output.lines().filter(line -> line.contains("Building jar")).count(), first.output);
        assertTrue(first.output.contains("using the playground, a simulated cluster"), first.output);
        assertTrue(first.output.contains("step 3 is ready: 14 objects in context playground"), first.output);

        var fromElsewhere = run(home, Map.of(), checkout.resolve("jbang").toString(), "apply-step", "3");
        assertDone(fromElsewhere);
        assertEquals(14, fromElsewhere.output.lines().filter(line -> line.endsWith(" unchanged")).count(), fromElsewhere.output);

        var wrongUsage = run(checkout, Map.of(), "./jbang", "apply-step", "9");
        assertEquals(2, wrongUsage.exit, wrongUsage.output);

        // JBang itself, with the checkout's catalog registered, as on a machine that has JBang.
        var registered = folder.resolve("registered");
        Files.createDirectories(registered);
        Files.copy(checkout.resolve(".jbang/jbang-catalog.json"), registered.resolve("jbang-catalog.json"));
        var alone = Files.createDirectories(folder.resolve("runbook"));
        Files.copy(Path.of("scripts/ApplyStep.java"), alone.resolve("ApplyStep.java"));
        var map = Files.writeString(alone.resolve("map.yaml"), "{apiVersion: v1, kind: ConfigMap, metadata: {name: own}}");
        var copied = jbang(alone, registered, "ApplyStep.java", "-f", map.toString());
        assertDone(copied);
        assertTrue(copied.output.contains("configmap/own created"), copied.output);
        var byAlias = jbang(alone, registered, "delete-step@demoapp", "-f", map.toString());
        assertDone(byAlias);
        assertTrue(byAlias.output.contains("configmap/own deleted"), byAlias.output);
    }

    /** The jar prints the command to run, and exits with 255. */
    private Run jbang(Path in, Path state, String... arguments) throws Exception {
        var jar = Files.list(checkout.resolve(".jbang")).filter(file -> file.toString().endsWith(".jar")).findFirst();
        var command = "java -jar '%s' run %s".formatted(jar.orElseThrow(), String.join(" ", arguments));
        return run(in, Map.of("JBANG_DIR", state.toString()), "sh", "-c",
                "command=$(%s 2>/dev/null) || [ $? = 255 ] && eval \"exec $command\"".formatted(command));
    }
}
