using System.Globalization;
using System.Runtime.InteropServices;
using ForceOps.Api.Http;
using Microsoft.OpenApi;

namespace ForceOps.Api.Pismo.Reads;

/// <summary>
/// Holds the page that a request asks for. Both spellings of Pismo's pages are taken: <c>per_page</c>, as in the answer, and
/// <c>perPage</c>, as in the lists of the older guides.
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct PageQuery(int Page, int PerPage)
{
    /// <summary>The number of items in the sample answer of Pismo's guide.</summary>
    private const int PerPageDefault = 10;

    private const int PerPageMax = 100;

    internal static readonly RequestParameter[] Described =
    [
        Number("page", "The number of the page, from 1.", 1, null),
        Number("per_page", "The most items of the page. Also taken as perPage.", PerPageDefault, PerPageMax),
    ];

    /// <summary>The number of items on the pages before.</summary>
    internal int Skip => (Page - 1) * PerPage;

    /// <param name="http">The request.</param>
    /// <param name="reach">The most items that all pages together may hold.</param>
    internal static (PageQuery Page, PismoError? Error) Read(HttpContext http, int reach)
    {
        var (page, perPage, query) = (1, PerPageDefault, http.Request.Query);
        foreach (var name in (string[])["per_page", "perPage"])
        {
            if (query.TryGetValue(name, out var size) && !(TryRead(size.ToString(), out perPage) && perPage <= PerPageMax))
                return (default, PismoErrors.Field(name, $"must be 1 to {PerPageMax}"));
        }
        if (query.TryGetValue("page", out var number) && !TryRead(number.ToString(), out page))
            return (default, PismoErrors.Field("page", "must be a number from 1 on"));
        return (long)page * perPage <= reach
            ? (new PageQuery(page, perPage), null)
            : (default, PismoErrors.Field("page", $"must not reach further than {reach} items; narrow the dates"));
    }

    private static bool TryRead(string text, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number > 0;

    private static RequestParameter Number(string name, string description, int byDefault, int? most) => new(name, description)
    { Type = JsonSchemaType.Integer, Format = "int32", Minimum = 1, Maximum = most, Default = byDefault };
}

/// <summary>Reads days that a request names, in UTC.</summary>
internal static class DayQuery
{
    internal const string Form = "yyyy-MM-dd";

    internal static RequestParameter Described(string name, string description) => new(name, description) { Format = "date" };

    /// <summary>Reads a day of the query; null when the request names none.</summary>
    internal static (DateOnly? Day, PismoError? Error) Read(HttpContext http, string name)
    {
        if (!http.Request.Query.TryGetValue(name, out var sent))
            return (null, null);
        return DateOnly.TryParseExact(sent.ToString(), Form, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? (day, null)
            : (null, PismoErrors.Field(name, $"must be a day in the form {Form}"));
    }

    internal static string Text(DateOnly day) => day.ToString(Form, CultureInfo.InvariantCulture);

    /// <summary>Returns the moment at which the day begins.</summary>
    internal static DateTimeOffset BeginOf(DateOnly day) => new(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);

    /// <summary>Returns the moment at which the day is over; the end of the calendar for its last day.</summary>
    internal static DateTimeOffset EndOf(DateOnly day) => day == DateOnly.MaxValue ? DateTimeOffset.MaxValue : BeginOf(day.AddDays(1));
}

/// <summary>Answers with one page, in the form of Pismo's lists with numbered pages.</summary>
/// <param name="Pages">The number of pages; 0 when there is no item.</param>
/// <param name="CurrentPage">The number of this page, from 1.</param>
/// <param name="PerPage">The most items of a page.</param>
/// <param name="TotalItems">The number of items on all pages.</param>
/// <param name="Items">The items of this page; none behind the last page.</param>
internal sealed record PagedResponse<T>(int Pages, int CurrentPage, int PerPage, int TotalItems, IReadOnlyList<T> Items)
{
    internal static PagedResponse<T> Of(PageQuery page, int total, IReadOnlyList<T> items) =>
        new((total + page.PerPage - 1) / page.PerPage, page.Page, page.PerPage, total, items);
}
