namespace Tsmc.Smc;

/// <summary>A partial solution x_{1:t}: an immutable value, so that resampling copies references and parents may be shared.</summary>
public interface IParticle
{
    /// <summary>Whether the particle can still be extended.</summary>
    ParticleStatus Status { get; }
}
