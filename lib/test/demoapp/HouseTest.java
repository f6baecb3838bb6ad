package demoapp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import demoapp.json.Json;
import demoapp.manifest.Manifests;
import demoapp.manifest.Placeholders;
import demoapp.manifest.Steps;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written down twice is the same in both places, and what is listed is complete. */
class HouseTest {
    private static final Path LIBRARY = Path.of("lib/java/demoapp");

    private static List<String> directives(String name) throws IOException {
        return Files.readAllLines(LIBRARY.resolve("package-info.java")).stream()
                .filter(line -> line.startsWith("//" + name + " ")).map(line -> line.substring(name.length() + 3)).toList();
    }

    @Test
    void the_kit_lists_every_source_file() throws IOException {
        try (var files = Files.walk(LIBRARY)) {
            var sources = files.filter(file -> file.toString().endsWith(".java"))
                    .map(file -> LIBRARY.relativize(file).toString()).filter(name -> !name.equals("package-info.java"))
                    .collect(Collectors.toCollection(TreeSet::new));
            assertEquals(sources, new TreeSet<>(directives("SOURCES")));
        }
    }

    @Test
    void the_library_and_the_playground_do_not_know_each_other_nor_the_kit_above_them() throws IOException {
        try (var files = Files.walk(LIBRARY)) {
            for (var file : files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !LIBRARY.relativize(file).startsWith("kit")).toList()) {
                var allowed = LIBRARY.relativize(file).startsWith("playground") ? "playground\\.|json\\." : "(?!playground|kit)";
                var foreign = Pattern.compile("\\bdemoapp\\.(?!" + allowed + ")[\\w.]*[A-Z]").matcher(
                        Files.readString(file).replaceFirst("package .*", ""));
                assertFalse(foreign.find(), () -> file + " knows " + foreign.group());
            }
        }
    }

    @Test
    void the_kit_lists_every_manifest_and_all_of_the_sample_application() throws IOException {
        try (var manifests = Files.walk(Path.of("lib/manifests")); var application = Files.walk(Path.of("lib/rails"))) {
            var files = Stream.concat(manifests, application)
                    .filter(file -> Files.isRegularFile(file, java.nio.file.LinkOption.NOFOLLOW_LINKS))
                    .map(file -> Path.of("lib").relativize(file).toString())
                    .filter(name -> !name.startsWith("rails/test/") && !name.equals("rails/README.md"))
                    .map(name -> name + "=../../" + name).collect(Collectors.toCollection(TreeSet::new));
            assertEquals(files, new TreeSet<>(directives("FILES")));
        }
    }

    @Test
    void the_kit_and_the_pom_name_the_same_versions() throws IOException {
        var pom = new TreeMap<String, String>();
        var dependency = Pattern.compile(
                "<groupId>(\\S+)</groupId>\\s*<artifactId>(\\S+)</artifactId>\\s*<version>(\\S+)</version>");
        dependency.matcher(Files.readString(Path.of("pom.xml"))).results()
                .forEach(match -> pom.put(match.group(1) + ":" + match.group(2), match.group(3)));
        for (var directive : directives("DEPS")) {
            var parts = directive.replace("@fatjar", "").split(":");
            if (!parts[1].equals("zjsonpatch")) { // the pom has it through kubernetes-client
                assertEquals(pom.get(parts[0] + ":" + parts[1]), parts[2], directive);
            }
        }
    }

    @Test
    void the_notebooks_kernel_has_the_same_version_for_scripts_and_tests() throws IOException {
        var version = Pattern.compile("rapaio-jupyter-kernel(?::|</artifactId>\\s*<version>)([\\d.]+)");
        var versions = new TreeSet<String>();
        for (var file : List.of("pom.xml", "scripts/Notebook.java")) {
            var found = version.matcher(Files.readString(Path.of(file)));
            assertTrue(found.find(), file);
            versions.add(found.group(1));
        }
        assertEquals(1, versions.size(), versions::toString);
    }

    @Test
    void every_alias_is_described_and_leads_to_a_file() throws IOException {
        var catalog = Json.read(Files.readAllBytes(Path.of("jbang-catalog.json")));
        var aliases = Json.map(catalog, "aliases");
        aliases.forEach((name, alias) -> {
            assertTrue(Files.exists(Path.of(Json.text(alias, "script-ref"))), name);
            assertFalse(Json.text(alias, "description").isEmpty(), name);
        });
        try (var scripts = Files.list(Path.of("scripts"))) {
            var files = scripts.map(Path::toString).collect(Collectors.toSet());
            assertEquals(files, aliases.values().stream().map(alias -> Json.text(alias, "script-ref"))
                            .filter(file -> file.startsWith("scripts/")).collect(Collectors.toSet()));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void a_steps_folder_reads_as_the_whole_step(int step) throws IOException {
        var folder = new TreeMap<String, String>();
        try (var files = Files.list(Path.of("lib/manifests/step" + step))) {
            for (var file : files.toList()) {
                folder.put(file.getFileName().toString(), Files.readString(file));
            }
        }
        var loaded = Steps.texts(step).entrySet().stream().collect(Collectors.toMap(
                entry -> Path.of(entry.getKey()).getFileName().toString(), Map.Entry::getValue, (a, b) -> a, TreeMap::new));
        assertEquals(folder, loaded);
    }

    @Test
    void one_object_a_file_labelled_and_named_as_its_file_says() {
        var names = Map.of("Deployment", "deploy", "Service", "svc", "ConfigMap", "cm", "Secret", "secret",
                "Job", "job", "PersistentVolumeClaim", "pvc", "Ingress", "ingress");
        Steps.texts(4).forEach((file, text) -> {
            var manifests = Manifests.parse(Map.of(file, text), new Placeholders(Map.of()).lenient());
            assertEquals(1, manifests.size(), file);
            var manifest = manifests.get(0);
            assertEquals("demoapp", Json.text(manifest.object(), "metadata", "labels", "app"), file);
            assertFalse(Json.text(manifest.object(), "metadata", "labels", "component").isEmpty(), file);
            var name = manifest.name().replaceFirst("demoapp-", "");
            assertTrue(file.endsWith("/" + name + "-" + names.get(manifest.kind()) + ".yaml"), file);
        });
    }
}
