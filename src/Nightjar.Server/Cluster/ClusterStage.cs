using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Nightjar.Server.Cluster;

/// <summary>Orleans on one machine: localhost clustering on ports that are free, so that two servers do not meet.</summary>
internal static class ClusterStage
{
    public static void AddCluster(this WebApplicationBuilder builder)
    {
        // Its warnings (a stalled thread pool, a long turn) ask nobody of a single machine to do anything.
        builder.Logging.AddFilter("Orleans", LogLevel.Error);
        builder.UseOrleans(silo =>
        {
            (int siloPort, int gatewayPort) = FreePorts();
            silo.UseLocalhostClustering(siloPort, gatewayPort, serviceId: "nightjar", clusterId: $"nightjar-{siloPort}");
        });
    }

    private static (int Silo, int Gateway) FreePorts()
    {
        using Socket first = Bind();
        using Socket second = Bind();
        return (Port(first), Port(second));
    }

    private static Socket Bind()
    {
        Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return socket;
    }

    private static int Port(Socket socket) => ((IPEndPoint?)socket.LocalEndPoint)?.Port ?? throw new InvalidOperationException("A bound socket has a port.");
}
