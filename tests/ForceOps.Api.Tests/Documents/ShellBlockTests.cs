namespace ForceOps.Api.Tests.Documents;

/// <summary>Which blocks of a document run.</summary>
public sealed class ShellBlockTests
{
    private const string Document =
        """
        Start it:

        ```sh
        dotnet run -c Release
        ```

        ```sh
        U=http://x; J='y'

        curl -s $U/a -d '{"a":
          1}'
        ```
        ```json
        {"b":2}
        ```

        ```sh
        curl -s $U/c
        ```

        Not of that block:

        ```json
        {"d":4}
        ```

        ```sh
        curl -si $U/e | grep HTTP
        ```
        ```
        HTTP/1.1 200 OK
        ```

        ```sh
        ls
        ```

        ```sh
        docker compose up
        ```
        ```
        up
        ```
        """;

    [Theory]
    [InlineData(0, "dotnet", false, null)]
    [InlineData(1, "U=http", true, "{\"b\":2}\n")]
    [InlineData(2, "curl -s $U/c", true, null)]
    [InlineData(3, "curl -si", true, "HTTP/1.1 200 OK\n")]
    [InlineData(4, "ls", false, null)]
    [InlineData(5, "docker", false, "up\n")]
    public void What_prints_its_answer_runs_and_what_is_all_curl_but_no_program_that_stays(
        int place, string begin, bool runs, string? printed)
    {
        var block = ShellBlock.Of(Document)[place];
        Assert.StartsWith(begin, block.Script, StringComparison.Ordinal);
        Assert.Equal((runs, printed), (block.Runs, block.Printed));
    }

    [Fact]
    public void A_block_knows_its_line_and_a_command_may_have_several()
    {
        var block = ShellBlock.Of(Document)[1];
        Assert.Equal(8, block.Line);
        Assert.Equal(["U=http://x; J='y'", "curl -s $U/a -d '{\"a\":\n  1}'"], ShellBlock.Statements(block.Script));
    }
}
