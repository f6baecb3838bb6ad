///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//SOURCES kit@demoapp
//DEPS io.github.padreati:rapaio-jupyter-kernel:3.0.1@fatjar
//FILES notebooks/=../notebooks/*.ipynb

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;

import demoapp.HelpOptions;
import demoapp.Problem;
import demoapp.Script;
import demoapp.kit.Jupyter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(name = "notebook", sortOptions = false,
        description = {"", "Opens the training's notebooks in Jupyter: those of the checkout that you are in, or a copy of them"
                + " in ./notebooks. It brings the library for them, and a Java kernel for Jupyter if there is none."
                + " With --execute it runs them without a browser instead.", ""},
        footer = {"", "Examples:",
            "  notebook                              opens the training",
            "  notebook step3 --context kind-kind    opens one, for that cluster",
            "  notebook --execute --context minikube -n training",
            "", "Exit code: 0 done, 1 a cell failed or Jupyter did, 2 wrong usage, 130 interrupted."})
class Notebook implements Callable<Integer> {
    private static final String LIBRARY = ".kit";
    private static final String KERNEL = "rapaio-jupyter-kernel";

    @Parameters(paramLabel = "NAME", description = "notebooks, such as step1 (default: all)")
    List<String> names = new ArrayList<>();
    @Option(names = "--execute", description = "run all their cells, and say which fail")
    boolean execute;
    @Option(names = "--save", description = "with --execute: keep the outputs in the notebooks")
    boolean save;
    @Option(names = "--folder", paramLabel = "DIR", description = "where the notebooks are")
    Path folder;
    @Option(names = "--context", paramLabel = "C", description = "the cluster: a context of the kubeconfig, or playground")
    String context;
    @Option(names = {"-n", "--namespace"}, paramLabel = "NS", description = "namespace (default: the context's)")
    String namespace;
    @Option(names = "--kubeconfig", paramLabel = "F", description = "kubeconfig file (default: kubectl's)")
    Path kubeconfig;
    @Mixin HelpOptions help;
    @Spec CommandSpec spec;

    /** What the script itself runs with: the library, and the kernel. */
    String classPath = System.getProperty("java.class.path");

    @Override
    public Integer call() throws IOException {
        if (save && !execute) {
            throw Problem.usage("--save goes with --execute");
        }
        var jupyter = new Jupyter(environment());
        jupyter.check();
        var notebooks = folder == null ? notebooks() : folder;
        var files = files(notebooks);
        makeLibrary(notebooks.resolve(LIBRARY));
        if (!jupyter.hasKernel()) {
            say("installed a Java kernel for Jupyter: " + jupyter.installKernel(jars().filter(Notebook::isKernel).findFirst()
                    .orElseThrow(() -> Problem.failed("there is no Java kernel for Jupyter: install JJava or " + KERNEL))));
        }
        if (!execute) {
            return jupyter.open(notebooks, files);
        }
        var failed = 0;
        for (var file : files) {
            failed += jupyter.execute(file, save ? file : Files.createTempFile("notebook", ".ipynb"), this::say) ? 0 : 1;
        }
        return failed == 0 ? 0 : 1;
    }

    private Map<String, String> environment() {
        var environment = new HashMap<String, String>();
        Stream.of(new String[] {"DEMOAPP_CONTEXT", context}, new String[] {"DEMOAPP_NAMESPACE", namespace},
                new String[] {"KUBECONFIG", kubeconfig == null ? null : kubeconfig.toAbsolutePath().toString()})
                .filter(pair -> pair[1] != null).forEach(pair -> environment.put(pair[0], pair[1]));
        return environment;
    }

    /** The checkout's own, from any folder in it; else copies, of which none is written over. */
    private Path notebooks() throws IOException {
        for (var here = Path.of("").toAbsolutePath(); here != null; here = here.getParent()) {
            if (Files.exists(here.resolve("jbang-catalog.json")) && Files.exists(here.resolve("notebooks/step1.ipynb"))) {
                return here.resolve("notebooks");
            }
        }
        var copies = Files.createDirectories(Path.of("notebooks").toAbsolutePath());
        var own = jars().filter(jar -> jar.getFileName().toString().startsWith("Notebook")).findFirst().orElseThrow();
        try (var jar = new JarFile(own.toFile())) {
            for (var entry : jar.stream().filter(entry -> entry.getName().matches("notebooks/[^/]+\\.ipynb")).toList()) {
                var copy = copies.getParent().resolve(entry.getName());
                if (!Files.exists(copy)) {
                    Files.copy(jar.getInputStream(entry), copy);
                }
            }
        }
        say("the notebooks are in " + copies);
        return copies;
    }

    private List<Path> files(Path notebooks) throws IOException {
        try (var all = Files.list(notebooks)) {
            var files = all.filter(file -> file.toString().endsWith(".ipynb")).sorted().toList();
            var known = files.stream().map(file -> file.getFileName().toString().replace(".ipynb", "")).toList();
            names.replaceAll(name -> name.replaceFirst("^.*/", "").replace(".ipynb", ""));
            names.stream().filter(name -> !known.contains(name)).findFirst().ifPresent(name -> {
                throw Problem.usage("there is no notebook " + name + "; there is: " + String.join(", ", known));
            });
            return files.stream().filter(file -> names.isEmpty() ? !file.toString().endsWith(".ja.ipynb")
                    : names.contains(file.getFileName().toString().replace(".ipynb", ""))).toList();
        }
    }

    /** A jar that leads to all others, which is how a cell can name them: %jars .kit/kit.jar. */
    private void makeLibrary(Path library) throws IOException {
        var jars = Files.createDirectories(library.resolve("lib"));
        var path = new ArrayList<String>();
        for (var part : Stream.of(classPath.split(File.pathSeparator)).map(Path::of).filter(Files::exists).toList()) {
            if (Files.isDirectory(part)) {
                path.add(part.toUri().toString());
            } else if (!isKernel(part)) {
                Files.copy(part, jars.resolve(part.getFileName()), StandardCopyOption.REPLACE_EXISTING);
                path.add("lib/" + part.getFileName());
            }
        }
        var manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, String.join(" ", path));
        try (var out = Files.newOutputStream(library.resolve("kit.jar"))) {
            new JarOutputStream(out, manifest).close();
        }
    }

    private Stream<Path> jars() {
        return Stream.of(classPath.split(File.pathSeparator)).map(Path::of);
    }

    private static boolean isKernel(Path jar) {
        return jar.getFileName().toString().startsWith(KERNEL);
    }

    private void say(String line) {
        spec.commandLine().getOut().println(line);
        spec.commandLine().getOut().flush();
    }

    public static void main(String... args) {
        Script.main(new Notebook(), args);
    }
}
