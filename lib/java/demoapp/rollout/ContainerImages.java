package demoapp.rollout;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import demoapp.Problem;
import demoapp.json.Json;
import demoapp.manifest.Manifest;

/**
 * Which containers get which image.
 *
 * @param tag      for all containers that run the sample application; null when images are named
 * @param registry where these come from then; "": from where they do
 * @param images   container name, or {@code *} for all of them, → image
 */
public record ContainerImages(String tag, String registry, Map<String, String> images) {
    private static final List<String> LISTS = List.of("initContainers", "containers");
    private static final String TAG = "[\\w][\\w.-]{0,127}";
    /** https://github.com/distribution/reference/blob/main/reference.go, with less detail. */
    private static final String IMAGE = "([\\w.-]+(:\\d+)?/)*[a-z0-9]+([._-]+[a-z0-9]+)*(/[a-z0-9._-]+)*(:" + TAG
            + ")?(@sha256:[0-9a-f]{64})?";

    /** @param texts one tag, or CONTAINER=IMAGE each */
    public static ContainerImages parse(List<String> texts) {
        if (texts.size() == 1 && !texts.get(0).contains("=")) {
            return sample(texts.get(0), "");
        }
        var images = new LinkedHashMap<String, String>();
        for (var text : texts) {
            var parts = text.split("=", 2);
            if (parts.length < 2 || parts[0].isEmpty() || !parts[1].matches(IMAGE)) {
                throw Problem.usage("'" + text + "' is no CONTAINER=IMAGE such as web=nginx:1.27");
            }
            images.put(parts[0], parts[1]);
        }
        if (images.isEmpty()) {
            throw Problem.usage("which image? a tag, or KIND/NAME CONTAINER=IMAGE");
        }
        return new ContainerImages(null, "", images);
    }

    /** The sample application's, with this tag. @param registry "": as each container has it */
    public static ContainerImages sample(String tag, String registry) {
        if (!tag.matches(TAG)) {
            throw Problem.usage("'" + tag + "' is no tag; a container's image is named by CONTAINER=IMAGE");
        }
        return new ContainerImages(tag, registry, Map.of());
    }

    /**
     * Sets them.
     *
     * @return whether anything changed
     * @throws Problem when the object has no such container
     */
    public boolean set(Workload workload) {
        var pod = Json.map(workload.get(), "spec", "template", "spec");
        images.keySet().stream().filter(name -> !name.equals("*") && containers(pod).noneMatch(c -> name(c).equals(name)))
                .findFirst().ifPresent(name -> {
                    throw Problem.failed(workload.title() + " has no container " + name + ": it has "
                            + String.join(", ", containers(pod).map(ContainerImages::name).toList()));
                });
        var change = new LinkedHashMap<String, Object>();
        for (var list : LISTS) {
            var fresh = Json.maps(pod, list).stream().filter(c -> !image(c).equals(Json.text(c, "image")))
                    .map(c -> Json.object("name", name(c), "image", image(c))).toList();
            if (!fresh.isEmpty()) {
                change.put(list, fresh);
            }
        }
        if (!change.isEmpty()) {
            workload.patch("strategic-merge", Json.object("spec", Json.object("template", Json.object("spec", change))));
        }
        return !change.isEmpty();
    }

    /** The manifest with these images, as {@link #set} would leave its object. */
    public Manifest in(Manifest manifest) {
        var object = Json.copy(manifest.object());
        containers(Json.map(object, "spec", "template", "spec")).forEach(container -> container.put("image", image(container)));
        return new Manifest(manifest.file(), manifest.source(), object);
    }

    /** Whether any container of the workload is meant. */
    public boolean concerns(Workload workload) {
        return tag == null || containers(Json.map(workload.get(), "spec", "template", "spec"))
                .anyMatch(ContainerImages::isSample);
    }

    private String image(Map<String, Object> container) {
        var image = Json.text(container, "image");
        if (tag != null) {
            var name = registry.isEmpty() ? image.replaceFirst("(:[^/]*)?(@.*)?$", "") : registry + "/demoapp";
            return isSample(container) ? name + ":" + tag : image;
        }
        return images.getOrDefault(name(container), images.getOrDefault("*", image));
    }

    private static boolean isSample(Map<String, Object> container) {
        return Json.text(container, "image").matches("(.*/)?demoapp(:[^/]*)?(@.*)?");
    }

    private static Stream<Map<String, Object>> containers(Map<String, Object> pod) {
        return LISTS.stream().flatMap(list -> Json.maps(pod, list).stream());
    }

    private static String name(Map<String, Object> container) {
        return Json.text(container, "name");
    }
}
