namespace Seedance.Simulator;

internal sealed class SettingsHolder(SimulatorSettings initial)
{
    private volatile SimulatorSettings? _changed;

    public SimulatorSettings Current => _changed ?? initial;

    public void Set(SimulatorSettings settings) => _changed = settings;

    public void Reset() => _changed = null;
}
