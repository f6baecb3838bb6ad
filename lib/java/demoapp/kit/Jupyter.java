package demoapp.kit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import demoapp.Problem;
import demoapp.json.Json;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.core.util.Separators;

/**
 * The Jupyter that this machine has: Debian's or any other.
 *
 * @param environment what notebooks find in their environment, on top of ours
 */
public record Jupyter(Map<String, String> environment) {
    private static final String KERNEL = "java";
    /** Under load rapaio's kernel sometimes never answers the first request: another one does, and is waited for longer. */
    private static final int MOST_STARTS = 5;
    private static final int PATIENCE_SECONDS = 20;
    private static final Pattern NO_START = Pattern.compile("Kernel didn't respond|Kernel died before|Timeout waiting for");
    private static final Pattern ESCAPES = Pattern.compile("\033\\[[\\d;]*m");
    private static final Pattern CELL = Pattern.compile("(?s)following cell:\\s*-+\\n(.*?)\\n-+\\n(.*)");

    /** As Jupyter itself writes: what did not change makes no difference for git. */
    private static final DefaultPrettyPrinter LIKE_JUPYTER = new DefaultPrettyPrinter(Separators.createDefaultInstance()
            .withObjectNameValueSpacing(Separators.Spacing.AFTER).withArrayEmptySeparator("").withObjectEmptySeparator(""))
            .withArrayIndenter(new DefaultIndenter(" ", "\n")).withObjectIndenter(new DefaultIndenter(" ", "\n"));

    private record Run(int exit, String output) { }

    /** @throws Problem saying how to get Jupyter when there is none */
    public void check() {
        if (run("--version").exit != 0) {
            throw Problem.failed("Jupyter is not installed, or not on the PATH. On Debian and Ubuntu:\n"
                    + "apt-get install --no-install-recommends jupyter-notebook jupyter-nbconvert jupyter-client");
        }
    }

    /** Whether there is a Java kernel, of whatever make. */
    public boolean hasKernel() {
        var answer = run("kernelspec", "list", "--json").output;
        return answer.contains("{") && Json.map(Json.read(answer.substring(answer.indexOf('{')).getBytes(StandardCharsets.UTF_8)),
                "kernelspecs").containsKey(KERNEL);
    }

    /** For this user. @return where it is now */
    public Path installKernel(Path jar) throws IOException {
        var folder = Files.createDirectories(Path.of(run("--data-dir").output.strip()).resolve("kernels").resolve(KERNEL));
        Files.copy(jar, folder.resolve("kernel.jar"), StandardCopyOption.REPLACE_EXISTING);
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Files.writeString(folder.resolve("kernel.json"), Json.string(Json.object("display_name", "Java", "language", "java",
                "interrupt_mode", "message", "argv", List.of(java, "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-jar",
                        "{resource_dir}/kernel.jar", "{connection_file}"))));
        return folder;
    }

    /** Opens a browser, and returns when Jupyter ends. */
    public int open(Path folder, List<Path> files) {
        var lab = run("lab", "--version").exit == 0;
        var what = files.size() == 1 ? files.get(0) : folder;
        return start(true, List.of("jupyter", lab ? "lab" : "notebook", what.toString())).exit;
    }

    /**
     * Runs a notebook's cells.
     *
     * @param to  takes the notebook with its outputs; its Japanese edition beside it, if there is one, takes them too
     * @param say takes a line: that it went well, or which cell failed, and why
     */
    public boolean execute(Path file, Path to, Consumer<String> say) throws IOException {
        var name = file.getFileName().toString();
        for (var attempt = 1;; attempt++) {
            var run = run("nbconvert", "--to", "notebook", "--execute",
                    "--ExecutePreprocessor.startup_timeout=" + attempt * PATIENCE_SECONDS,
                    "--ExecutePreprocessor.record_timing=False", "--output-dir", to.toAbsolutePath().getParent().toString(),
                    "--output", to.getFileName().toString(), file.toString());
            if (run.exit == 0) {
                tidy(to);
                say.accept(name + " ran");
                return true;
            }
            if (attempt == MOST_STARTS || !NO_START.matcher(run.output).find()) {
                say.accept(name + " failed" + reason(run.output));
                return false;
            }
        }
    }

    private static String reason(String output) {
        var failure = CELL.matcher(ESCAPES.matcher(output).replaceAll(""));
        if (!failure.find()) {
            return ": " + output.strip().lines().reduce((a, b) -> b).orElse("");
        }
        var told = failure.group(2).strip();
        var name = told.lastIndexOf("Exception: ");
        var message = name < 0 ? told : told.substring(name + "Exception: ".length());
        return " at this cell:\n  " + failure.group(1).replace("\n", "\n  ") + "\n" + message.strip();
    }

    /** Without what is of this machine only: which JDK ran it, and where its files are, as magics say. */
    private static void tidy(Path file) throws IOException {
        var notebook = Json.read(Files.readAllBytes(file));
        Json.set(notebook, null, "metadata", "language_info");
        codeCells(notebook).filter(cell -> Json.text(cell, "source", 0).startsWith("%")).forEach(cell -> cell.put("outputs",
                Json.maps(cell, "outputs").stream().filter(output -> !Json.text(output, "output_type").equals("stream"))
                        .toList()));
        write(file, notebook);
        var translation = Path.of(file.toString().replace(".ipynb", ".ja.ipynb"));
        if (Files.exists(translation)) {
            var other = Json.read(Files.readAllBytes(translation));
            var outputs = codeCells(notebook).map(cell -> cell.get("outputs")).iterator();
            codeCells(other).filter(cell -> outputs.hasNext()).forEach(cell -> cell.put("outputs", outputs.next()));
            write(translation, other);
        }
    }

    private static Stream<Map<String, Object>> codeCells(Map<String, Object> notebook) {
        return Json.maps(notebook, "cells").stream().filter(cell -> Json.text(cell, "cell_type").equals("code"));
    }

    private static void write(Path file, Map<String, Object> notebook) throws IOException {
        Files.writeString(file, Json.mapper().writer().with(LIKE_JUPYTER).writeValueAsString(notebook) + "\n");
    }

    private Run run(String... arguments) {
        var command = new ArrayList<>(List.of("jupyter"));
        command.addAll(List.of(arguments));
        return start(false, command);
    }

    private Run start(boolean visible, List<String> command) {
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        try {
            var process = (visible ? builder.inheritIO() : builder).start();
            var output = visible ? "" : new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Run(process.waitFor(), output);
        } catch (IOException e) {
            return new Run(127, "");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Problem.failed("interrupted");
        }
    }
}
