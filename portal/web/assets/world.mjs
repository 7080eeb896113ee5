// The world in the Equal Earth projection: all land as one shape without boundaries, and a point
// per country, by ISO 3166 number, where its bubble stands. Country shapes are never drawn: the
// atlas takes sides in questions which the portal must leave open.
import { geoArea, geoCentroid, geoEqualEarth, geoPath } from 'd3-geo';
import { feature } from 'topojson-client';

const WIDTH = 960;
const ROTATION = -11; // keeps the eastern end of Asia in one piece
const SOUTHERN_LIMIT = -60; // without Antarctica

export function drawWorld(require) {
  const land = landWithoutAntarctica(require('world-atlas/land-110m.json'));
  const projection = geoEqualEarth().rotate([ROTATION, 0]).fitWidth(WIDTH, land);
  const path = geoPath(projection).digits(1);
  const height = Math.ceil(path.bounds(land)[1][1]);
  // The finer atlas also holds the small island states.
  const anchors = anchorPoints(require('world-atlas/countries-50m.json'), projection);
  return {
    svg:
      `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}">` +
      `<path id="land" d="${path(land)}"/></svg>`,
    geometry: {
      width: WIDTH,
      height,
      scale: projection.scale(),
      translate: projection.translate(),
      rotation: ROTATION,
      anchors,
    },
  };
}

function landWithoutAntarctica(atlas) {
  const polygons = feature(atlas, atlas.objects.land).features.flatMap((shape) =>
    polygonsOf(shape.geometry),
  );
  const coordinates = polygons.filter(
    (polygon) => geoCentroid(asPolygon(polygon))[1] > SOUTHERN_LIMIT,
  );
  return { type: 'MultiPolygon', coordinates };
}

// The middle of each country's largest piece of land.
function anchorPoints(atlas, projection) {
  const anchors = {};
  for (const country of feature(atlas, atlas.objects.countries).features) {
    if (!country.id) continue;
    const [largest] = polygonsOf(country.geometry)
      .map(asPolygon)
      .sort((one, other) => geoArea(other) - geoArea(one));
    const point = projection(geoCentroid(largest));
    anchors[country.id] ??= point.map((value) => Number(value.toFixed(1)));
  }
  return anchors;
}

function polygonsOf(geometry) {
  return geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
}

function asPolygon(coordinates) {
  return { type: 'Polygon', coordinates };
}
