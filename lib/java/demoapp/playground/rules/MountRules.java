package demoapp.playground.rules;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import demoapp.json.Json;

/** Finds fault with where a container mounts the pod's volumes. */
final class MountRules {
    private MountRules() { }

    /** @param volumes the pod's volumes by name */
    static void validate(Map<String, Object> container, String at, Map<String, Map<String, Object>> volumes,
                         Causes causes) {
        var paths = new HashSet<String>();
        var devices = Json.maps(container, "volumeDevices");
        Causes.each(Json.maps(container, "volumeMounts"), at + ".volumeMounts", (mount, here) -> {
            var name = Json.text(mount, "name");
            var path = Json.text(mount, "mountPath");
            if (name.isEmpty()) {
                causes.required(here + ".name");
            }
            if (!volumes.containsKey(name)) {
                causes.notFound(here + ".name", name);
            }
            if (path.isEmpty()) {
                causes.required(here + ".mountPath");
            }
            if (!paths.add(path)) {
                causes.invalid(here + ".mountPath", path, "must be unique");
            }
            if (used(devices, "name", name)) {
                causes.invalid(here + ".name", name, "must not already exist in volumeDevices");
            }
            if (used(devices, "devicePath", path)) {
                causes.invalid(here + ".mountPath", path, "must not already exist as a path in volumeDevices");
            }
            options(container, mount, at + ".volumeMounts", here, causes);
        });
        Causes.each(devices, at + ".volumeDevices", (device, here) -> device(device, here, volumes, causes));
    }

    private static boolean used(List<Map<String, Object>> devices, String field, String value) {
        return devices.stream().anyMatch(device -> value.equals(device.get(field)));
    }

    /** @param list the list's path, which the API server names here instead of the item's */
    private static void options(Map<String, Object> container, Map<String, Object> mount, String list, String at,
                                Causes causes) {
        var subPath = Json.text(mount, "subPath");
        relative(subPath, list + ".subPath", causes);
        var expression = Json.text(mount, "subPathExpr");
        if (!expression.isEmpty() && !subPath.isEmpty()) {
            causes.invalid(at + ".subPathExpr", expression, "subPathExpr and subPath are mutually exclusive");
        }
        relative(expression, list + ".subPathExpr", causes);
        var propagation = mount.get("mountPropagation");
        if (propagation != null) {
            causes.oneOf(list + ".mountPropagation", propagation, "Bidirectional", "HostToContainer", "None");
            if (propagation.equals("Bidirectional") && !Json.truth(container, "securityContext", "privileged")) {
                causes.forbidden(list + ".mountPropagation",
                        "Bidirectional mount propagation is available only to privileged containers");
            }
        }
        var recursive = mount.get("recursiveReadOnly");
        if (recursive != null) {
            causes.oneOf(list + ".recursiveReadOnly", recursive, "Disabled", "Enabled", "IfPossible");
            if (List.of("Enabled", "IfPossible").contains(recursive) && !Json.truth(mount, "readOnly")) {
                causes.forbidden(list + ".recursiveReadOnly", "may only be specified when readOnly is true");
            }
        }
    }

    private static void device(Map<String, Object> device, String at, Map<String, Map<String, Object>> volumes,
                               Causes causes) {
        var name = Json.text(device, "name");
        if (name.isEmpty()) {
            causes.required(at + ".name");
        }
        if (!volumes.containsKey(name)) {
            causes.notFound(at + ".name", name);
        } else if (Objects.isNull(volumes.get(name).get("persistentVolumeClaim"))
                && volumes.get(name).get("ephemeral") == null) {
            causes.invalid(at + ".name", name, "can only use volume source type of PersistentVolumeClaim or Ephemeral "
                    + "for block mode");
        }
        if (Json.text(device, "devicePath").isEmpty()) {
            causes.required(at + ".devicePath");
        }
    }

    /** A path inside something else must not lead out of it. */
    static void relative(String path, String field, Causes causes) {
        if (path.startsWith("/")) {
            causes.invalid(field, path, "must be a relative path");
        }
        noBacksteps(path, field, causes);
    }

    static void noBacksteps(String path, String field, Causes causes) {
        if (Arrays.asList(path.split("/")).contains("..")) {
            causes.invalid(field, path, "must not contain '..'");
        }
    }
}
