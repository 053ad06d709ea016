using Seedance.Functions;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Hosting;
using Seedance.Functions.Api;
using Seedance.Functions.Telemetry;

try
{
    var builder = FunctionsApplication.CreateBuilder(args);

    builder.ConfigureFunctionsWebApplication();
    builder.UseWhen<TaskScope>(TaskScope.Concerns);
    builder.UseWhen<ApiErrors>(ApiErrors.Concerns);
    builder.UseWhen<ClientAuthentication>(ApiErrors.Concerns);
    builder.Services.AddSeedance(builder.Configuration);
    builder.Services.AddTelemetryExport(builder.Configuration);

    builder.Build().Run();
    return 0;
}
catch (Exception failure) when (StartFailure.SentenceOf(failure) is { } sentence)
{
    Console.Error.WriteLine(sentence);
    return 1;
}
