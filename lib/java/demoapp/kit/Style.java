package demoapp.kit;

/** How values look in a notebook: in light and in dark, each with a background of its own, whatever the page around has. */
final class Style {
    private static final String LIGHT = "--ink:#1f2328;--faint:#59636e;--line:#d1d9e0;--back:#fff;--soft:#f3f5f8;--good:#1a7f37;"
            + "--bad:#c0202b;--warn:#8a5a00;--add:#d7f5de;--del:#ffe3e0;--blue:#0a5ec2;--edge:#8c959f";
    private static final String DARK = "--ink:#e6edf3;--faint:#9aa4ae;--line:#3d444d;--back:#0d1117;--soft:#1a212b;--good:"
            + "#4ac26b;--bad:#ff7b72;--warn:#e3b341;--add:#12361f;--del:#4a1d1f;--blue:#6cb6ff;--edge:#7d8590";

    private static final String CSS = """
            <style>.kit{%s}@media(prefers-color-scheme:dark){.kit{%s}}
            [data-jp-theme-light=true] .kit{%1$s}[data-jp-theme-light=false] .kit{%2$s}
            .kit{color:var(--ink);background:var(--back);font:14px/1.5 system-ui,sans-serif;padding:.5em .75em;border-radius:6px}
            .kit.kit table{border-collapse:collapse;margin:0;font-size:14px;color:inherit;border:0;table-layout:auto}
            .kit.kit caption,.kit .title{caption-side:top;text-align:left;font-weight:600;padding:.2em 0;color:var(--ink)}
            .kit.kit tr:nth-child(n){background:none;border:0}
            .kit.kit th,.kit.kit td{text-align:left;vertical-align:top;padding:.2em 1.2em .2em 0;border:0;
            border-bottom:1px solid var(--line);color:var(--ink);max-width:none;white-space:nowrap}
            .kit.kit th{color:var(--faint);font-weight:600}.kit.kit td.wrap{white-space:normal}
            .kit.kit pre{margin:0;padding:.2em 0;font:13px/1.45 ui-monospace,monospace;color:var(--ink);background:none;
            border:0;white-space:pre-wrap}
            .kit.kit .faint{color:var(--faint)}.kit.kit .good{color:var(--good)}
            .kit.kit .bad{color:var(--bad)}.kit.kit .warn{color:var(--warn)}
            .kit .add{background:var(--add)}.kit .del{background:var(--del)}.kit .add,.kit .del{display:block}
            .kit svg{max-width:100%%;height:auto;font:13px system-ui,sans-serif}
            .kit svg text{fill:var(--ink)}.kit svg .faint{fill:var(--faint)}</style>
            """.formatted(LIGHT, DARK);

    private Style() { }

    /** The content as one element with its style. */
    static String element(String content) {
        return "<div class=\"kit\">" + CSS + content + "</div>";
    }

    static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
    }
}
