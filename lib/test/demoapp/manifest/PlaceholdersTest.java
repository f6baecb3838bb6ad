package demoapp.manifest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;

import org.junit.jupiter.api.Test;

import demoapp.Problem;

class PlaceholdersTest {
    private static Map<String, Object> data(String yaml, Map<String, String> settings) {
        var text = "apiVersion: v1\nkind: Thing\nmetadata: {name: a}\n" + yaml;
        return Manifests.parse(Map.of("a.yaml", text), new Placeholders(settings)).get(0).object();
    }

    @Test
    void a_value_has_the_type_it_would_have_had_in_its_place() {
        var object = data("count: ${N}\ntext: \"${N}\"\nmixed: v${N}\n", Map.of("N", "3"));
        assertEquals(3, object.get("count"));
        assertEquals("3", object.get("text"));
        assertEquals("v3", object.get("mixed"));
    }

    @Test
    void a_value_cannot_bring_yaml_of_its_own() {
        assertEquals("a: b\nkind: Secret", data("text: ${X}\n", Map.of("X", "a: b\nkind: Secret")).get("text"));
    }

    @Test
    void what_is_meant_for_the_container_stays() {
        var object = data("a: $${HOME}\nb: $HOME\nc: $(HOST)\n# ${COMMENT}\n", Map.of());
        assertEquals("${HOME}", object.get("a"));
        assertEquals("$HOME", object.get("b"));
        assertEquals("$(HOST)", object.get("c"));
    }

    @Test
    void what_is_not_declared_is_named_with_its_line() {
        var problem = assertThrows(Problem.class, () -> data("a: 1\nb:\n  - ${TAG}\n", Map.of()));
        assertEquals("a.yaml:6: ${TAG} is not declared: --set TAG=…, or write $${TAG} if it is meant for the container",
                problem.getMessage());
    }

    @Test
    void yaml_is_read_as_kubernetes_reads_it() {
        var object = data("day: 2026-11-23\nyes: on\n1: one\noctal: 0644\n", Map.of());
        assertEquals("2026-11-23", object.get("day"));
        assertEquals(true, object.get("true"));
        assertEquals("one", object.get("1"));
        assertEquals(420, object.get("octal"));
    }
}
