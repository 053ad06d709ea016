using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;
using NCrontab;

namespace Seedance.Emulator.Host;

/// <summary>When a timer function runs: an NCRONTAB expression in UTC, with seconds, or <c>%name%</c> of the setting that has it.</summary>
internal sealed record TimerSchedule(FunctionMethod Function, CrontabSchedule Cron)
{
    public TimerTriggerAttribute Trigger => (TimerTriggerAttribute)Function.Trigger;

    public static TimerSchedule Of(FunctionMethod function, IConfiguration configuration)
    {
        var expression = ((TimerTriggerAttribute)function.Trigger).Schedule;
        if (expression.Length > 2 && expression[0] == '%' && expression[^1] == '%')
        {
            var setting = expression[1..^1];
            expression = configuration[setting] ?? configuration[setting.Replace("__", ":", StringComparison.Ordinal)]
                ?? throw new HostStartException($"Function '{function.Name}': the setting '{setting}' of its schedule is missing.");
        }

        var cron = CrontabSchedule.TryParse(expression, new CrontabSchedule.ParseOptions { IncludingSeconds = true });
        return new TimerSchedule(function, cron ?? throw new HostStartException(
            $"Function '{function.Name}': '{expression}' is no schedule of six fields (second minute hour day month weekday)."));
    }

    public DateTime NextAfter(DateTimeOffset time) => Cron.GetNextOccurrence(time.UtcDateTime);
}
