namespace ForceOps.Torture.Fuzz;

/// <summary>Values that programs stumble over, as they are written in JSON, in a path, in a query or in a header.</summary>
internal static class OddValues
{
    internal static readonly string[] Numbers =
    [
        "0", "-0", "-0.0", "-1", "1.0", "1.10", "1.100", "0.01", "0.001", "0.1000000000000000055511151231257827", "1e2", "1E+2", "1e-400",
        "1e400", "-1e400", "1e28", "1e29", "1.5e3", "2147483647", "2147483648", "-2147483648", "-2147483649", "9007199254740993",
        "9223372036854775807", "9223372036854775808", "-9223372036854775808", "-9223372036854775809", "79228162514264337593543950335",
        "79228162514264337593543950336", "999999999999999.99", "1000000000000000", "1000000000000000.01", "92233720368547758.07",
        "3.9999999999999999999999999999", "0.00000000000000000000000000000000000000001",
        "1" + "0000000000000000000000000000000000000000000000",
        // What is no number in JSON.
        "01", "+1", ".5", "5.", "0x10", "NaN", "Infinity", "-Infinity", "-", "1_000", "1,5", "1e", "--1", "1e99999999999",
    ];

    internal static readonly string[] Texts =
    [
        "\"\"", "\" \"", "\"\\u0000\"", "\"a\\u0000b\"", "\"\\ud800\"", "\"\\udc00\\ud800\"", "\"a\\udfff\"", "\"😀😀\"",
        "\"\\ud83d\\ude00\"",
        "\"\u202eabc\u202c\"", "\"\\u202e\\u2066\"", "\"\\ufeff1\"", "\"\\uffff\"", "\"\\u007f\"", "\"\\u0085\\u2028\"",
        "\"\\n\\r\\t\\b\\f\"",
        "\"../../etc/passwd\"", "\"' OR 1=1 --\"", "\"\\\"; DROP TABLE x; --\"", "\"{{7*7}}${7*7}\"", "\"<script>alert(1)</script>\"",
        "\"%00%0d%0a\"",
        "\"NaN\"", "\"-0\"", "\"1\"", "\"1.0\"", "\"1e5\"", "\"true\"", "\"null\"", "\"2024-02-30\"", "\"2024-02-29T24:00:00Z\"",
        "\"9999-12-31T23:59:59.9999999Z\"", "\"0001-01-01T00:00:00Z\"", "\"0000-00-00\"", "\"2026-01-01T00:00:60Z\"",
        "\"2026-01-01T00:00:00+14:01\"",
        "\"+9999-01-01T00:00:00Z\"", "\"P99999999999Y\"", "\"PT9223372036854775807S\"", "\"-P1D\"", "\"P\"", "\"\u0661\u0662\u0663\"",
        "\"\uff11\uff12\"",
        "\"USD \"", "\"usd\"", "\"XXX\"", "\"İıſK\"", "\"ß\"", "\"e\u0301\"", "\"00000000-0000-0000-0000-000000000000\"",
        Long('a', 65), Long('a', 201), Long('a', 256), Long('9', 400), Long('a', 5000), Long("😀", 300), Long('a', 70_000),
        // What is no string in JSON.
        "\"\\x41\"", "\"\\u12\"", "\"a\tb\"", "\"a\u0001b\"", "'a'", "\"a", "\"\\", "\u00ff",
    ];

    internal static readonly string[] Others =
    [
        "null", "true", "false", "[]", "{}", "[[]]", "[null]", "{\"\":null}", "{\"a\":1,\"a\":2}", "[1,\"1\",true]", "undefined", "",
        Nested(30, "[", "]"), Nested(70, "[", "]"), Nested(5000, "[", "]"), Nested(70, "{\"a\":", "}"),
        "[" + string.Join(',', Enumerable.Repeat("0", 3000)) + "]",
    ];

    internal static readonly string[] Segments =
    [
        "%2F", "..", ".", "%2e%2e", "%2e%2e%2f", "%00", "a%2Fb", "%5c", "99999999999999999999", "9223372036854775807",
        "9223372036854775808", "-1", "0", "00", "1.5",
        "1e3", "+1", "%2B1", "%201", "1%20", "%F0%9F%98%80", "%E2%80%AE", "%ED%A0%80", "%C0%AF", "%FF", "%", "%zz", "%u0031", "1;x=1",
        "1%3Fx", "1%23", "%D9%A1", "null", "*",
        "", "~", new string('a', 300), new string('9', 3000), new string('a', 9000),
    ];

    internal static readonly string[] QueryValues =
    [
        "", "0", "-1", "1", "1000", "1001", "2147483648", "99999999999999999999", "1.5", "1e3", "%00", "%F0%9F%98%80", "%ED%A0%80",
        "%FF", "%", "%zz", "+", "a+b", "a%2Bb", "null",
        "true", "TRUE", "*", "%27", "a=b=c", "%26", "2024-02-30", "9999-12-31", "0001-01-01T00:00:00Z",
        "9999-12-31T23:59:59.9999999%2B14:00", "AAAA", "%41%41%3D%3D", "PT0S", "P9999999D",
        new string('a', 300), new string('9', 3000),
    ];

    internal static readonly string[] HeaderValues =
    [
        "", "0", "-1", "99999999999999999999", "1.5", "null", "true", "a,b", "a;b=c", "\u00e9\u00ff", "x\tx", "\"", "TN-",
        "TN-00000000-0000-0000-0000-00000000000",
        "TN-zzzzzzzz-0000-0000-0000-000000000001", "status=", "status=99", "status=600", "latency=1ms", "latency=-1s", "delay=0s",
        "unknown=1", "status=503,status=504", "drop,drop", ",", "=", new string('a', 65), new string('a', 2000),
    ];

    internal static readonly string[] ContentTypes =
    [
        "", "text/plain", "application/xml", "application/json; charset=utf-16", "application/json; charset=latin1",
        "application/json; charset=\"utf-8\"",
        "application/json;charset=UTF-8", "APPLICATION/JSON", "application/json; charset=nothing", "application/json; x=y",
        "application/problem+json",
        "application/vnd.api+json", "application/json, application/json", "application", "/", "*/*", "multipart/form-data",
        "multipart/form-data; boundary=x",
        "application/x-www-form-urlencoded", "application/octet-stream", "application/json;", "application/json; charset",
    ];

    internal static readonly (string Name, string Value)[] Headers =
    [
        ("accept", "text/plain"), ("accept", "application/xml;q=0.1"), ("accept", "*/*;q=0"), ("accept", "\u00ff"), ("accept-encoding",
        "gzip, br, zstd, identity;q=0"),
        ("content-encoding", "gzip"), ("content-encoding", "identity"), ("content-encoding", "nothing"), ("expect", "100-continue"),
        ("if-none-match", "*"), ("range", "bytes=0-1"),
        ("x-http-method-override", "DELETE"), ("origin", "http://evil.example"), ("origin", "null"), ("referer", "http://evil.example/"),
        ("sec-fetch-site", "cross-site"),
        ("cookie", "a=b; c"), ("x-forwarded-for", "1.1.1.1"), ("x-forwarded-host", "evil.example"), ("forwarded", "for=x"),
        ("traceparent", "00-zz"), ("te", "trailers"),
        ("content-language", "x"), ("accept-language", "ar, *;q=0.1"), ("prefer", "respond-async"), ("x-unknown", "1"), ("authorization",
        "Bearer x.y.z"), ("authorization", "Bearer"),
        ("authorization", "Basic Og=="), ("authorization", "Basic ???"), ("authorization", "Hmac id=\"\""), ("authorization", "\u00ff"),
        ("api-key", "x"), ("upgrade-insecure-requests", "1"), ("max-forwards", "0"),
    ];

    internal static readonly string[] Methods = 
        ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND", "FOO", "get"];

    private static string Long(char c, int count) => $"\"{new string(c, count)}\"";

    private static string Long(string part, int count) => $"\"{string.Concat(Enumerable.Repeat(part, count))}\"";

    private static string Nested(int levels, string open, string close) =>
        string.Concat(Enumerable.Repeat(open, levels)) + "1" + string.Concat(Enumerable.Repeat(close, levels));
}
