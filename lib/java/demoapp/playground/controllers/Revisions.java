package demoapp.playground.controllers;

import java.util.List;
import java.util.Map;

import demoapp.json.Json;
import demoapp.playground.store.Kind;
import demoapp.playground.store.Kinds;
import demoapp.playground.store.Registry;

/** ControllerRevisions: the templates that a StatefulSet or DaemonSet has had, named by their hash. */
final class Revisions {
    static final String HASH = "controller-revision-hash";

    private Revisions() { }

    /** The name of the revision of the owner's template, made when it is new. */
    static String current(Registry registry, Kind ownerKind, Map<String, Object> owner) {
        var namespace = Json.text(owner, "metadata", "namespace");
        var template = Json.copy(Json.map(owner, "spec", "template"));
        var hash = DeploymentRevisions.hash(template, 0);
        var name = Json.text(owner, "metadata", "name") + "-" + hash;
        var all = registry.store().list(Kinds.CONTROLLER_REVISION, namespace).stream()
                .filter(revision -> Owners.controls(owner, revision)).toList();
        var number = all.stream().mapToLong(revision -> Json.number(revision, 0, "revision")).max().orElse(0);
        var existing = registry.store().get(Kinds.CONTROLLER_REVISION, namespace, name);
        if (existing.isEmpty()) {
            create(registry, ownerKind, owner, name, hash, template, number + 1);
        } else if (Json.number(existing.get(), 0, "revision") < number) { // rolled back
            registry.update(Kinds.CONTROLLER_REVISION, namespace, name, Controller.MANAGER, fresh -> {
                fresh.put("revision", number + 1);
                return fresh;
            });
        }
        return name;
    }

    /** The template of the revision of that name; the owner's own when there is no such revision. */
    static Map<String, Object> template(Registry registry, Map<String, Object> owner, String name) {
        var revision = registry.store().get(Kinds.CONTROLLER_REVISION, Json.text(owner, "metadata", "namespace"), name);
        var template = Json.copy(Json.map(revision.orElse(Map.of()), "data", "spec", "template"));
        template.remove("$patch");
        return template.isEmpty() ? Json.map(owner, "spec", "template") : template;
    }

    private static void create(Registry registry, Kind ownerKind, Map<String, Object> owner, String name, String hash,
                               Map<String, Object> template, long number) {
        var labels = Json.copy(Json.map(owner, "spec", "template", "metadata", "labels"));
        labels.put(HASH, hash);
        template.put("$patch", "replace");
        registry.create(Kinds.CONTROLLER_REVISION, Json.text(owner, "metadata", "namespace"),
                Json.object("apiVersion", "apps/v1", "kind", "ControllerRevision",
                        "metadata", Json.object("name", name, "labels", labels,
                                "ownerReferences", List.of(Owners.reference(ownerKind, owner))),
                        "data", Json.object("spec", Json.object("template", template)), "revision", number),
                Controller.MANAGER);
    }
}
