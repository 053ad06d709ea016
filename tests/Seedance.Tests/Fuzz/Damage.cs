using System.Text;

namespace Seedance.Tests.Fuzz;

/// <summary>Turns a body into what no well-meaning client sends.</summary>
internal static class Damage
{
    private static readonly string[] BadEscapes =
        ["\\ud83c", "\\udfac", "\\udfac\\ud83c", "\\u12", "\\x41", "\\", "\\ud83c\\n", "\u0001", "\\ud800\\ud800"];

    public static byte[] Bytes(byte[] body, Random random)
    {
        var bytes = body.ToList();
        for (var change = random.Next(1, 5); change > 0 && bytes.Count > 0; change--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(6))
            {
                case 0: bytes[at] = (byte)random.Next(256); break;
                case 1: bytes.RemoveAt(at); break;
                case 2: bytes.Insert(at, "\"\\[]{}:,0u.e-/@ "u8[random.Next(16)]); break;
                case 3: bytes.RemoveRange(at, Math.Min(random.Next(8), bytes.Count - at)); break;
                case 4: bytes.InsertRange(at, bytes.GetRange(at, Math.Min(random.Next(40), bytes.Count - at))); break;
                default: bytes.RemoveRange(at, bytes.Count - at); break;
            }
        }
        return [.. bytes];
    }

    public static byte[] Nested(string json, Random random)
    {
        var depth = random.Next(1, 3000);
        var (open, close) = random.Next(2) == 0 ? ("[", "]") : ("{\"a\":", "}");
        var value = string.Concat(Enumerable.Repeat(open, depth)) + "1"
            + (random.Next(4) == 0 ? "" : string.Concat(Enumerable.Repeat(close, depth)));
        return UTF8(random.Next(3) switch
        {
            0 => json.Replace("\"prompt\":", $"\"prompt\":{value},\"x\":", StringComparison.Ordinal),
            1 => json.Insert(1, $"\"x\":{value},"),
            _ => value,
        });
    }

    public static byte[] Escapes(string json, Random random)
    {
        var quotes = Enumerable.Range(0, json.Length).Where(i => json[i] == '"').ToArray();
        var escape = BadEscapes[random.Next(BadEscapes.Length)];
        return UTF8(quotes.Length == 0 ? escape : json.Insert(quotes[random.Next(quotes.Length)] + 1, escape));
    }

    public static byte[] Encoding(string json, Random random)
    {
        Encoding[] encodings =
            [System.Text.Encoding.Unicode, System.Text.Encoding.BigEndianUnicode, System.Text.Encoding.UTF32, System.Text.Encoding.Latin1];
        return random.Next(5) switch
        {
            4 => [0xEF, 0xBB, 0xBF, .. UTF8(json)],
            var chosen => encodings[chosen].GetBytes(json.Insert(Math.Min(json.Length, 2), random.Next(2) == 0 ? "é" : "")),
        };
    }

    public static byte[] Noise(Random random)
    {
        var noise = new byte[random.Next(200)];
        random.NextBytes(noise);
        return noise;
    }

    private static byte[] UTF8(string text) => System.Text.Encoding.UTF8.GetBytes(text);
}
