package demoapp.playground.api;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import tools.jackson.core.JacksonException;

import demoapp.json.Json;
import demoapp.playground.store.ApiException;
import demoapp.playground.store.Kind;
import demoapp.playground.store.Store;

/** GET: one object, or a list of them by selectors and in pages. */
final class Reads {
    private Reads() { }

    static void get(Call call, Store store, Target target) {
        checkVersion(call.query("resourceVersion"));
        var object = store.get(target.kind(), target.namespace(), target.name())
                .orElseThrow(() -> ApiException.notFound(target.kind(), target.name()));
        call.answer(200, target.kind(), object);
    }

    static void list(Call call, Store store, Target target) {
        ListOptions.check(call);
        var asked = checkVersion(call.query("resourceVersion"));
        var kind = target.kind();
        var limit = Math.max(0, call.number("limit", 0));
        var from = call.query("continue").isEmpty() ? null : Continue.read(call);
        var listing = store.listing(kind, target.namespace());
        if (call.query("continue").isEmpty() && asked > listing.version()) {
            throw ListOptions.tooLarge(asked, listing.version());
        }
        var selected = listing.items().stream().filter(selector(call, kind))
                .filter(object -> from == null || key(object).compareTo(from.after()) > 0).toList();
        var page = limit > 0 && selected.size() > limit ? selected.subList(0, (int) limit) : selected;
        var version = from == null ? listing.version() : from.version();
        var metadata = Json.object("resourceVersion", Long.toString(version));
        if (page.size() < selected.size()) {
            metadata.put("continue", new Continue(version, key(page.get(page.size() - 1))).write());
            if (call.query("labelSelector").isEmpty() && call.query("fieldSelector").isEmpty()) {
                metadata.put("remainingItemCount", selected.size() - page.size());
            }
        }
        call.answer(200, kind, list(kind, metadata, page));
    }

    /** A list document; its items do not repeat apiVersion and kind. */
    static Map<String, Object> list(Kind kind, Map<String, Object> metadata, List<Map<String, Object>> objects) {
        var items = new ArrayList<Map<String, Object>>();
        for (var object : objects) {
            var item = new LinkedHashMap<>(object);
            item.remove("kind");
            item.remove("apiVersion");
            items.add(item);
        }
        return Json.object("kind", kind.name() + "List", "apiVersion", kind.apiVersion(), "metadata", metadata,
                "items", items);
    }

    static Predicate<Map<String, Object>> selector(Call call, Kind kind) {
        return LabelSelector.parse(call.query("labelSelector"))
                .and(FieldSelector.parse(kind, call.query("fieldSelector")));
    }

    static long checkVersion(String version) {
        try {
            return version.isEmpty() ? 0 : Long.parseUnsignedLong(version);
        } catch (NumberFormatException notANumber) {
            throw new ApiException(500, "", ("resourceVersion: Invalid value: \"%s\": strconv.ParseUint: parsing "
                    + "\"%s\": invalid syntax").formatted(version, version), null);
        }
    }

    private static String key(Map<String, Object> object) {
        return Json.text(object, "metadata", "namespace") + "/" + Json.text(object, "metadata", "name");
    }

    /** A continue token: where the page before ended, and the version that the whole list is of. */
    private record Continue(long version, String after) {
        String write() {
            return Base64.getUrlEncoder().withoutPadding().encodeToString(
                    Json.bytes(Json.object("v", "meta.k8s.io/v1", "rv", version, "start", after)));
        }

        static Continue read(Call call) {
            if (!call.query("resourceVersion").isEmpty() && !call.query("resourceVersion").equals("0")) {
                throw ApiException.badRequest("specifying resource version is not allowed when using continue");
            }
            try {
                var token = Json.read(Base64.getUrlDecoder().decode(
                        call.query("continue").getBytes(StandardCharsets.US_ASCII)));
                return new Continue(Json.number(token, 0, "rv"), Json.text(token, "start"));
            } catch (JacksonException | IllegalArgumentException garbage) {
                throw ApiException.badRequest("invalid continue token: continue key is not valid: invalid character "
                        + "'\\u0081' looking for beginning of value");
            }
        }
    }
}
