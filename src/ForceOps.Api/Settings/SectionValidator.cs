using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using Microsoft.Extensions.Options;

namespace ForceOps.Api.Settings;

/// <summary>
/// Validates a section of the settings by the data annotations of its options, of the objects in it and of the items of its lists: the
/// framework's own validator does not look into nested objects. An error names the setting as configuration writes it.
/// </summary>
/// <param name="section">The section's path, such as <c>ForceOps:Bluefin</c>.</param>
internal sealed class SectionValidator<T>(string section) : IValidateOptions<T>
    where T : class
{
    public ValidateOptionsResult Validate(string? name, T options)
    {
        var errors = Errors(section, options).ToList();
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    private static IEnumerable<string> Errors(string path, object options)
    {
        var results = new List<ValidationResult>();
        Validator.TryValidateObject(options, new ValidationContext(options), results, validateAllProperties: true);
        foreach (var result in results)
            yield return $"{path}: {result.ErrorMessage}";
        foreach (var property in options.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            var value = property.GetValue(options);
            if (value is IEnumerable items and not string)
            {
                foreach (var error in items.Cast<object>().SelectMany(
                    (item, i) => IsPart(item.GetType()) ? Errors($"{path}:{property.Name}:{i}", item) : []))
                    yield return error;
            }
            else if (value is not null && IsPart(value.GetType()))
            {
                foreach (var error in Errors($"{path}:{property.Name}", value))
                    yield return error;
            }
        }
    }

    /// <summary>Returns true for an options class of ours, false for a word or a number.</summary>
    private static bool IsPart(Type type) => type.IsClass && type.Assembly == typeof(ForceOpsOptions).Assembly;
}

/// <summary>Binds sections of the settings to options.</summary>
internal static class SettingsSections
{
    /// <summary>Binds a section, and stops the start when one of its values is wrong.</summary>
    internal static OptionsBuilder<T> AddSection<T>(this IServiceCollection services, string section)
        where T : class
    {
        services.AddSingleton<IValidateOptions<T>>(new SectionValidator<T>(section));
        services.AddSingleton(new SettingsSection(section, typeof(T)));
        return services.AddOptions<T>().BindConfiguration(section).ValidateOnStart();
    }
}
